/** What an instance plays: `Scenario`; `SeededScenario` by POGEMA's rule, `ListedScenario` from given lists. */
import { ParameterError, Pcg64 } from '@gauntlet/core'
import { GoalStreams } from './goal-streams.ts'
import type { GridMap } from './grid-map.ts'
import { requireReachable, requireStarts } from './scenario-checks.ts'

/** A map, where its agents start, and the goals that they are given one after the other, without end. */
export interface Scenario {
  readonly map: GridMap
  /** [agents or more]: cells of the map, each once */
  readonly starts: Int32Array
  /**
   * Whether all agents draw on one stream of tasks. Then goals are numbered by the world: whoever needs a goal takes
   * the next number, agents in index order within a step, at the start as well. Else each agent numbers its own.
   */
  readonly shared: boolean
  /**
   * The cell that is goal number `k`, from 0, of agent `a`; where `shared`, of whichever agent took that number.
   *
   * The same whenever it is asked for: a world's goals are saved as the number that each agent walks to and, where
   * `shared`, how many were taken.
   */
  goal(a: number, k: number): number
}

/**
 * Starts and goals on a map from a numpy seed.
 *
 * An agent is given a goal only where it stands on the one before, so that its goals do not depend on what anybody
 * does: they are a list, drawn as far as somebody has asked.
 * Needs `agents` of at most `map.components.capacity`.
 * Source: POGEMA, `placing` and `GridLifeLong` (golden/README.md of the traces, section Seeding, steps 2 to 4).
 */
export class SeededScenario implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  readonly shared: boolean = false
  private readonly goals: GoalStreams

  constructor(map: GridMap, agents: number, seed: number) {
    this.map = map
    const { starts, goals } = place(map, agents, seed)
    this.starts = starts
    this.goals = new GoalStreams(goals, seed, (stream, from) => this.draw(stream, from))
  }

  goal(a: number, k: number): number {
    return this.goals.goal(a, k)
  }

  /** A cell of the agent's component other than the one on which it stands. */
  private draw(stream: Pcg64, from: number): number {
    const { labels, cells, starts } = this.map.components
    const first = starts[labels[from]]
    const count = starts[labels[from] + 1] - first
    let cell = from
    while (cell === from) cell = cells[first + stream.integers(count)]
    return cell
  }
}

/**
 * Starts and first goals: walks the free cells in random order; a cell is the goal of the agent that waits for one
 * in this component, or else the next agent's start while the component has two cells left.
 */
function place(map: GridMap, agents: number, seed: number): { starts: Int32Array; goals: Int32Array } {
  const { labels, starts: bounds } = map.components
  const order = new Pcg64(seed).shuffle(freeCells(map))
  const left = bounds.slice(1).map((end, c) => end - bounds[c])
  const waiting = new Int32Array(left.length).fill(-1)
  const starts = new Int32Array(agents)
  const goals = new Int32Array(agents)
  let placed = 0
  for (let i = 0, done = 0; done < agents; i++) {
    const c = labels[order[i]]
    if (waiting[c] >= 0) {
      goals[waiting[c]] = order[i]
      waiting[c] = -1
      done++
    } else if (placed < agents && left[c] >= 2) {
      left[c] -= 2
      waiting[c] = placed
      starts[placed++] = order[i]
    }
  }
  return { starts, goals }
}

function freeCells(map: GridMap): number[] {
  const cells: number[] = []
  for (let cell = 0; cell < map.obstacles.length; cell++) if (map.obstacles[cell] === 0) cells.push(cell)
  return cells
}

/**
 * Given starts, and for each agent given goals that begin again from the first when they run out.
 *
 * Errors: ParameterError where two agents share a start, or an agent has no goal or one that it cannot reach.
 */
export class ListedScenario implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  readonly shared: boolean = false
  private readonly goals: readonly Int32Array[]

  constructor(map: GridMap, starts: Int32Array, goals: readonly Int32Array[]) {
    requireStarts(map, starts)
    if (goals.length !== starts.length) {
      throw new ParameterError('goals', `${goals.length} lists`, `${starts.length}, one for each agent`)
    }
    goals.forEach((list, a) => requireReachable(map, starts.subarray(a, a + 1), `goals[${a}]`, list))
    this.map = map
    this.starts = starts
    this.goals = goals
  }

  goal(a: number, k: number): number {
    const goals = this.goals[a]
    return goals[k % goals.length]
  }
}

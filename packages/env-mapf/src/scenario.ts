/** What an instance plays: `Scenario`; `SeededScenario` by POGEMA's rule, `ListedScenario` from given lists. */
import { Pcg64 } from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'

/** A map, where its agents start, and the goals that each of them is given one after the other, without end. */
export interface Scenario {
  readonly map: GridMap
  /** [agents]: cells of the map */
  readonly starts: Int32Array
  /** The cell of agent `a`'s goal number `k`, from 0. The same whenever it is asked for. */
  goal(a: number, k: number): number
}

/** Seeds of goal streams are drawn below the largest int32. */
const SEED_LIMIT = 2147483647

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
  private readonly goals: number[][]
  private readonly seeds: number[]
  private readonly streams: (Pcg64 | undefined)[]

  constructor(map: GridMap, agents: number, seed: number) {
    this.map = map
    const { starts, goals } = place(map, agents, seed)
    this.starts = starts
    this.goals = Array.from(goals, (goal) => [goal])
    const main = new Pcg64(seed)
    this.seeds = Array.from({ length: agents }, () => main.integers(SEED_LIMIT))
    this.streams = Array.from({ length: agents })
  }

  goal(a: number, k: number): number {
    const goals = this.goals[a]
    while (goals.length <= k) goals.push(this.draw(a, goals[goals.length - 1]))
    return goals[k]
  }

  /** A cell of the agent's component other than the one on which it stands. */
  private draw(a: number, from: number): number {
    const stream = (this.streams[a] ??= new Pcg64(this.seeds[a]))
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

/** Given starts, and given goals that begin again from the first when they run out. */
export class ListedScenario implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  private readonly goals: readonly Int32Array[]

  constructor(map: GridMap, starts: Int32Array, goals: readonly Int32Array[]) {
    this.map = map
    this.starts = starts
    this.goals = goals
  }

  goal(a: number, k: number): number {
    const goals = this.goals[a]
    return goals[k % goals.length]
  }
}

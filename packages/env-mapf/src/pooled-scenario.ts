/** Starts and goals from pools by POGEMA's rule: `PooledScenario`. */
import { ParameterError, Pcg64 } from '@gauntlet/core'
import { GoalStreams } from './goal-streams.ts'
import type { GridMap } from './grid-map.ts'
import type { PooledMap } from './pooled-map.ts'
import { requireReachable, requireStarts } from './scenario-checks.ts'
import type { Scenario } from './scenario.ts'

/**
 * Starts and goals from a map's pools and a numpy seed.
 *
 * The pools are put into random order; agents get the first starts and the first goals, one each. The goals that follow
 * are drawn from the whole pool, each agent from a stream of its own, and drawn anew where the agent stands on what
 * was drawn.
 * Errors: ParameterError where a pool has fewer cells than agents, a start is blocked or there twice, or not all
 * starts and goals are in one component.
 * Source: POGEMA 1.4.0, `generate_from_possible_positions`, `generate_from_possible_targets`, bit for bit. Differs:
 * POGEMA plays on with goals that cannot be reached.
 */
export class PooledScenario implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  readonly shared: boolean = false
  private readonly goals: GoalStreams

  /**
   * @param shift what POGEMA is off by when it compares cells, see `shifted`: the radius of its observations, 5 in the
   * benchmark. 0 where agents shall never be sent where they stand.
   */
  constructor(pooled: PooledMap, agents: number, seed: number, shift: number = 0) {
    const { map } = pooled
    requirePools(pooled, agents, shift)
    const generator = new Pcg64(seed)
    const starts = generator.shuffle(Array.from(pooled.starts))
    const pool = generator.shuffle(Array.from(pooled.goals))
    this.map = map
    this.starts = Int32Array.from(starts.slice(0, agents))
    this.goals = new GoalStreams(Int32Array.from(pool.slice(0, agents)), seed, (stream, from) => {
      const avoided = shifted(map, from, shift)
      let cell = avoided
      while (cell === avoided) cell = pool[stream.integers(pool.length)]
      return cell
    })
  }

  goal(a: number, k: number): number {
    return this.goals.goal(a, k)
  }
}

/**
 * The cell that is not drawn for an agent in `from`, or -1 where there is none.
 *
 * POGEMA compares the drawn cell, counted from the map's corner, with the agent's, counted from the corner of the
 * border that is as wide as agents see. What it avoids is so many rows down and columns right of the agent, and the
 * agent may be sent where it stands. The benchmark's goals are drawn this way.
 */
function shifted({ rows, columns }: GridMap, from: number, shift: number): number {
  const row = Math.floor(from / columns) + shift
  const column = (from % columns) + shift
  return row < rows && column < columns ? row * columns + column : -1
}

function requirePools({ map, starts, goals }: PooledMap, agents: number, shift: number): void {
  const most = Math.min(starts.length, goals.length)
  if (!(Number.isInteger(agents) && agents >= 1 && agents <= most)) {
    throw new ParameterError(
      'agents',
      agents,
      `a whole number from 1 to ${most}, the cells of the smaller pool`,
    )
  }
  requireStarts(map, starts)
  requireReachable(map, starts, 'goals', goals)
  if (shift === 0 && goals.every((cell) => cell === goals[0])) {
    throw new ParameterError('goals', 'one cell', 'two or more, since an agent is not sent where it stands')
  }
}

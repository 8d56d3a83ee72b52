/** Scenarios whose agents draw on one stream of tasks: `ListedTasks`, `DrawnTasks`. */
import { Pcg64 } from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'
import { requireReachable, requireStarts } from './scenario-checks.ts'
import type { Scenario } from './scenario.ts'

/**
 * Given starts, and given tasks that go to whoever asks next, from the first again when they run out.
 *
 * An agent may be given a task where it stands.
 * Errors: ParameterError where two agents share a start, or there is no task, or one that some agent cannot reach.
 * Source: the task streams of the League of Robot Runners 2023, assigned in turn, with one errand each.
 */
export class ListedTasks implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  readonly shared: boolean = true
  private readonly tasks: Int32Array

  constructor(map: GridMap, starts: Int32Array, tasks: Int32Array) {
    requireStarts(map, starts)
    requireReachable(map, starts, 'tasks', tasks)
    this.map = map
    this.starts = starts
    this.tasks = tasks
  }

  goal(_a: number, k: number): number {
    return this.tasks[k % this.tasks.length]
  }
}

/**
 * Given starts, and an endless stream of tasks, each a cell of the pool, drawn with `default_rng(seed).integers`.
 *
 * Needs and errors as `ListedTasks`, of which the pool is the list. Tasks are kept as far as somebody has asked.
 */
export class DrawnTasks implements Scenario {
  readonly map: GridMap
  readonly starts: Int32Array
  readonly shared: boolean = true
  private readonly pool: Int32Array
  private readonly stream: Pcg64
  private readonly tasks: number[] = []

  constructor(map: GridMap, starts: Int32Array, pool: Int32Array, seed: number) {
    requireStarts(map, starts)
    requireReachable(map, starts, 'pool', pool)
    this.map = map
    this.starts = starts
    this.pool = pool
    this.stream = new Pcg64(seed)
  }

  goal(_a: number, k: number): number {
    const { tasks, pool } = this
    while (tasks.length <= k) tasks.push(pool[this.stream.integers(pool.length)])
    return tasks[k]
  }
}

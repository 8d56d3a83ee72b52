/** What an instance of robots plays: `RobotScenario`, `DrawnErrands`, `ListedErrands`. */
import type { GridMap } from '../grid-map.ts'
import { requireReachable, requireStarts } from '../scenario-checks.ts'
import type { Scenario } from '../scenario.ts'

/** A map, where its robots start, and tasks without end, each a list of cells to be visited in order. */
export interface RobotScenario {
  readonly map: GridMap
  /** [agents or more]: cells of the map, each once */
  readonly starts: Int32Array
  /** Errands of task number `k`, from 0: 1 or more. */
  errandsOf(k: number): number
  /** The cell of errand `e`, from 0, of task `k`; the same whenever it is asked for. */
  errand(k: number, e: number): number
}

/** Tasks of so many errands each, which are the goals of one shared stream in turn. */
export class DrawnErrands implements RobotScenario {
  readonly map: GridMap
  readonly starts: Int32Array
  private readonly stream: Scenario
  private readonly errands: number

  constructor(stream: Scenario, errands: number) {
    this.map = stream.map
    this.starts = stream.starts
    this.stream = stream
    this.errands = errands
  }

  errandsOf(): number {
    return this.errands
  }

  errand(k: number, e: number): number {
    return this.stream.goal(0, k * this.errands + e)
  }
}

/**
 * Given starts and given tasks, from the first again when they run out.
 *
 * Errors: ParameterError where two robots share a start, or there is no task, or one that some robot cannot reach.
 * Source: Start-Kit 3.1.0, `TaskManager::reveal_tasks`; 1.1.5, `InfAssignSystem::update_tasks`.
 */
export class ListedErrands implements RobotScenario {
  readonly map: GridMap
  readonly starts: Int32Array
  private readonly tasks: readonly Int32Array[]

  constructor(map: GridMap, starts: Int32Array, tasks: readonly Int32Array[]) {
    requireStarts(map, starts)
    if (tasks.length === 0) requireReachable(map, starts, 'tasks', new Int32Array(0))
    tasks.forEach((task, k) => requireReachable(map, starts, `tasks[${k}]`, task))
    this.map = map
    this.starts = starts
    this.tasks = tasks
  }

  errandsOf(k: number): number {
    return this.tasks[k % this.tasks.length].length
  }

  errand(k: number, e: number): number {
    return this.tasks[k % this.tasks.length][e]
  }
}

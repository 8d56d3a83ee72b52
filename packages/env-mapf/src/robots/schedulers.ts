/** Who gives robots their tasks: `Scheduler`, `RoundRobin`, `InTurn`, `Revealing`. */
import type { Tasks } from './tasks.ts'
import { NONE } from './robots.ts'
import type { WalkDistances } from './walk-distances.ts'

export interface Scheduler {
  /** Gives tasks to robots of world `w` that have none. To be called when it begins, and after each of its steps. */
  serve(w: number): void
}

/**
 * Robot a of n has tasks a, a + n, a + 2n, …
 * Source: Start-Kit 1.1.5, `taskAssignmentStrategy` roundrobin.
 */
export class RoundRobin implements Scheduler {
  private readonly tasks: Tasks

  constructor(tasks: Tasks) {
    this.tasks = tasks
  }

  serve(w: number): void {
    const { tasks } = this
    const { agents } = tasks.worlds
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      if (tasks.tasks[i] === NONE) tasks.give(w, i, tasks.given[i] * agents + a)
    }
  }
}

/**
 * Whoever has no task takes the next, by index where several do.
 * Source: Start-Kit 1.1.5, `taskAssignmentStrategy` greedy. Differs: tasks begin again when they run out.
 */
export class InTurn implements Scheduler {
  private readonly tasks: Tasks

  constructor(tasks: Tasks) {
    this.tasks = tasks
  }

  serve(w: number): void {
    const { tasks } = this
    const { agents } = tasks.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++)
      if (tasks.tasks[i] === NONE) tasks.give(w, i, tasks.revealed[w]++)
  }
}

/**
 * A fixed number of tasks are revealed and not finished at any time. Robots without one choose among those that nobody has,
 * by index: with `distances` the one that is done soonest by whoever were alone on the map and turned for nothing (of
 * several the lowest number), and without them the lowest number.
 *
 * Source: Start-Kit 3.1.0, `TaskManager::reveal_tasks` and `DefaultPlanner::schedule_plan`, as in 2.1.2. Differs: robots choose by index and
 * not in the order of a hash table; distances are exact on large maps too; there is no limit of time; and robots are given
 * their tasks at once and not with the next plan.
 */
export class Revealing implements Scheduler {
  private readonly tasks: Tasks
  private readonly distances: WalkDistances | undefined

  constructor(tasks: Tasks, distances: WalkDistances | undefined) {
    this.tasks = tasks
    this.distances = distances
  }

  serve(w: number): void {
    const { tasks, distances } = this
    const { agents, positions } = tasks.worlds
    this.reveal(w)
    for (let i = w * agents; i < (w + 1) * agents && tasks.waiting[w] > 0; i++) {
      if (tasks.tasks[i] !== NONE) continue
      const slot = distances === undefined ? 0 : distances.soonest(w, positions[i], tasks)
      tasks.giveWaiting(w, i, slot)
    }
  }

  private reveal(w: number): void {
    const { tasks, distances } = this
    const { agents } = tasks.worlds
    let had = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) if (tasks.tasks[i] !== NONE) had++
    while (had + tasks.waiting[w] < tasks.room) {
      const slot = w * tasks.room + tasks.waiting[w]++
      const k = tasks.revealed[w]++
      tasks.pool[slot] = k
      if (distances !== undefined) tasks.lengths[slot] = distances.length(w, k, tasks)
    }
  }
}

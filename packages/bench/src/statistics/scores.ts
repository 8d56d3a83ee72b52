/**
 * Scores of independent runs on tasks: `Scores`.
 *
 * A run is one training with one seed, a task what is learnt (here: a setting of an environment). Episodes are no
 * runs: those of one run share its policy, and counting them as runs makes intervals of nearly no width.
 */
import { GauntletError, show } from '@gauntlet/core'
import { meanOf } from './mean.ts'

/**
 * Scores with named axes, so that axes cannot be exchanged unnoticed. Made by `Scores.ofTasks`, `Scores.ofRuns` or
 * `Scores.ofEpisodes`; every score is finite, there is at least one task, and every task has at least one run.
 *
 * Errors of the constructors: GauntletError with code `statistics`, naming task and run.
 */
export class Scores {
  /** The tasks' names, distinct. */
  readonly tasks: readonly string[]
  /** [task][run], float64; where runs are numbered alike, those of one number belong together. */
  readonly columns: readonly Float64Array[]

  private constructor(tasks: readonly string[], columns: readonly Float64Array[]) {
    this.tasks = tasks
    this.columns = columns
  }

  /** The runs of each task, by the task's name: `{ breakout: [1.2, 0.9, 1.1] }`. Tasks may differ in their number of runs. */
  static ofTasks(runs: Readonly<Record<string, ArrayLike<number>>>): Scores {
    const entries = Object.entries(runs)
    if (entries.length === 0)
      throw new GauntletError('statistics', 'scores: got no task, expected at least one')
    for (const [task, column] of entries) checkColumn(task, column)
    return new Scores(
      entries.map(([task]) => task),
      entries.map(([, column]) => Float64Array.from(column)),
    )
  }

  /** A matrix [run][task], as rliable takes it, with the names of its tasks. */
  static ofRuns(tasks: readonly string[], runs: readonly ArrayLike<number>[]): Scores {
    if (new Set(tasks).size < tasks.length) {
      throw new GauntletError('statistics', `scores: got tasks ${show(tasks)}, expected distinct names`)
    }
    for (const [n, row] of runs.entries()) {
      if (row.length === tasks.length) continue
      throw new GauntletError(
        'statistics',
        `scores: run ${n} has ${row.length} scores, expected ${tasks.length}, one for each task; is the matrix transposed?`,
      )
    }
    return Scores.ofTasks(Object.fromEntries(tasks.map((task, m) => [task, runs.map((row) => row[m])])))
  }

  /** The episodes of each run of each task, [task][run][episode]: averaged per run, for only runs are independent. */
  static ofEpisodes(episodes: Readonly<Record<string, readonly ArrayLike<number>[]>>): Scores {
    const averaged = Object.entries(episodes).map(([task, runs]) => {
      for (const run of runs) checkColumn(task, run)
      return [task, runs.map(meanOf)] as const
    })
    return Scores.ofTasks(Object.fromEntries(averaged))
  }

  /** Scores of the same tasks with these columns, unchecked: for resamples and differences. */
  static like({ tasks }: Scores, columns: readonly Float64Array[]): Scores {
    return new Scores(tasks, columns)
  }

  /** Runs of the task that has fewest. */
  get fewestRuns(): number {
    return Math.min(...this.columns.map(({ length }) => length))
  }

  /** Runs of the task that has most. */
  get mostRuns(): number {
    return Math.max(...this.columns.map(({ length }) => length))
  }
}

/** Refuses scores of two that are not of the same tasks in the same order. */
export function checkSameTasks(x: Scores, y: Scores): void {
  if (x.tasks.length === y.tasks.length && x.tasks.every((task, m) => task === y.tasks[m])) return
  throw new GauntletError(
    'statistics',
    `scores: got tasks ${show(x.tasks)} and ${show(y.tasks)}, expected the same in the same order`,
  )
}

function checkColumn(task: string, column: ArrayLike<number>): void {
  if (column.length === 0) {
    throw new GauntletError('statistics', `scores: task ${task} has no scores, expected at least one`)
  }
  for (let n = 0; n < column.length; n++) {
    if (Number.isFinite(column[n])) continue
    throw new GauntletError(
      'statistics',
      `scores: task ${task}, number ${n}: got ${show(column[n])}, expected a finite score`,
    )
  }
}

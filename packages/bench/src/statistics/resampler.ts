/** Resamples of scores, one after another, in place: `Resampler`. */
import type { Seed, Stream } from '@gauntlet/core'
import { Scores } from './scores.ts'

export class Resampler {
  readonly #scores: Scores
  readonly #streams: readonly Stream[]
  readonly #resample: Scores

  /** Task `t` draws from the stream of `seed.fold(t)`, where t is its name. */
  constructor(scores: Scores, seed: Seed) {
    this.#scores = scores
    this.#streams = scores.tasks.map((task) => seed.fold(task).stream())
    this.#resample = Scores.like(
      scores,
      scores.columns.map(({ length }) => new Float64Array(length)),
    )
  }

  /** As many runs of every task as it has, drawn with replacement, independently for each task. Rewritten by the next call. */
  next(): Scores {
    const { columns } = this.#scores
    const drawn = this.#resample.columns
    for (let m = 0; m < columns.length; m++) {
      const column = columns[m]
      const into = drawn[m]
      const stream = this.#streams[m]
      for (let n = 0; n < column.length; n++) into[n] = column[stream.integer(column.length)]
    }
    return this.#resample
  }
}

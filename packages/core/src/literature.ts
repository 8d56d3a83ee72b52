/** Results that others published: `PublishedResult`, and what is wrong with one: `checkLiterature`. */
import { ParameterError } from './errors.ts'

/** A published score on a setting, shown beside ours as external and never ranked. */
export interface PublishedResult {
  readonly algorithm: string
  /** In the unit of the setting's score. */
  readonly score: number
  /** The published interval, where there is one. */
  readonly low?: number
  readonly high?: number
  readonly seeds?: number
  /** Paper and table, so that it can be looked up. */
  readonly source: string
}

/** Refuses a result without algorithm, finite score or source, and an interval that is none. Errors: ParameterError. */
export function checkLiterature(literature: readonly PublishedResult[], path: string): void {
  for (const [i, { algorithm, score, low, high, seeds, source }] of literature.entries()) {
    const where = `${path}.literature[${i}]`
    if (typeof algorithm !== 'string' || algorithm === '') {
      throw new ParameterError(`${where}.algorithm`, algorithm, 'a name')
    }
    if (!Number.isFinite(score)) throw new ParameterError(`${where}.score`, score, 'a finite number')
    if (typeof source !== 'string' || source === '') {
      throw new ParameterError(`${where}.source`, source, 'paper and table, so that it can be looked up')
    }
    if ((low ?? score) > score || !Number.isFinite(low ?? score)) {
      throw new ParameterError(`${where}.low`, low, `a number of at most the score, ${score}`)
    }
    if ((high ?? score) < score || !Number.isFinite(high ?? score)) {
      throw new ParameterError(`${where}.high`, high, `a number of at least the score, ${score}`)
    }
    if (seeds !== undefined && !(Number.isSafeInteger(seeds) && seeds >= 1)) {
      throw new ParameterError(`${where}.seeds`, seeds, 'a whole number of at least 1')
    }
  }
}

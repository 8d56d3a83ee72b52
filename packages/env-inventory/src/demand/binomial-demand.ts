/** Binomial demand: `binomialDemand`. */
import type { DemandModel } from './demand-model.ts'
import { weightsAround } from './discrete-table.ts'
import { requireEach, requireMeans, requireSameLength, sharedByLikes } from './requirements.ts'
import { TableDemand } from './table-demand.ts'

export interface BinomialParameters {
  readonly means: readonly number[]
  /** How many customers each store has, of whom everyone asks for a unit with probability mean / trials. */
  readonly trials: readonly number[]
}

/**
 * Binomial demand with a mean and a number of trials for each store, from a table.
 *
 * Errors: ParameterError where trials are no whole number of at least 1 and of at least the mean.
 */
export function binomialDemand({ means, trials }: BinomialParameters, path: string = 'demand'): DemandModel {
  requireMeans(means, path, 0)
  requireSameLength(trials, means, `${path}.trials`)
  requireEach(
    trials,
    `${path}.trials`,
    (n, s) => Number.isSafeInteger(n) && n >= 1 && n >= means[s],
    "a whole number of at least 1 and of at least the store's mean",
  )
  const counts = sharedByLikes([means, trials], (s) => {
    const mean = means[s]
    const n = trials[s]
    const p = mean / n
    const mode = Math.min(n, Math.floor((n + 1) * p))
    const ratio = (k: number): number => ((n - k) * p) / ((k + 1) * (1 - p))
    return {
      weights: weightsAround(mode, ratio, `${path}.means[${s}]`),
      mean,
      variance: mean * (1 - p),
    }
  })
  return new TableDemand(counts)
}

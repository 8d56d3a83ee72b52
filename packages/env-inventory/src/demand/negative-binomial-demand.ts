/** Negative binomial demand: `negativeBinomialDemand`. */
import type { DemandModel } from './demand-model.ts'
import { weightsAround } from './discrete-table.ts'
import { requireEach, requireMeans, requireSameLength, sharedByLikes } from './requirements.ts'
import { TableDemand } from './table-demand.ts'

export interface NegativeBinomialParameters {
  readonly means: readonly number[]
  /** Standard deviations, each above the square root of its mean. */
  readonly deviations: readonly number[]
}

/**
 * Negative binomial demand, Poisson with a gamma-distributed mean, from a table.
 *
 * With mean m and variance v, P(k + 1) / P(k) = (k + r) q / (k + 1), where q = (v - m) / v and r = m^2 / (v - m).
 * Errors: ParameterError where a variance is not above its mean, or demand is spread over more than 2^20 values.
 */
export function negativeBinomialDemand(
  { means, deviations }: NegativeBinomialParameters,
  path: string = 'demand',
): DemandModel {
  requireMeans(means, path, 0)
  requireSameLength(deviations, means, `${path}.deviations`)
  requireEach(
    deviations,
    `${path}.deviations`,
    (deviation, s) => deviation * deviation > means[s] && Number.isFinite(deviation),
    "a finite number above the square root of the store's mean, or else Poisson demand",
  )
  const counts = sharedByLikes([means, deviations], (s) => {
    const mean = means[s]
    const variance = deviations[s] * deviations[s]
    const q = (variance - mean) / variance
    const rq = (mean * mean) / variance
    // The last k whose ratio is at least 1 is (rq - 1) / (1 - q).
    const mode = mean === 0 ? 0 : Math.max(0, Math.floor(((rq - 1) * variance) / mean) + 1)
    const ratio = (k: number): number => (k * q + rq) / (k + 1)
    return { weights: weightsAround(mode, ratio, `${path}.deviations[${s}]`), mean, variance }
  })
  return new TableDemand(counts)
}

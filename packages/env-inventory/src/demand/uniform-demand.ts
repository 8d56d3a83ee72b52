/** Uniform demand: `uniformDemand`. */
import type { DemandModel } from './demand-model.ts'
import { requireEach, requireMeans, sharedByLikes } from './requirements.ts'
import { TableDemand } from './table-demand.ts'

/** Past this a table would be larger than it is worth. */
const GREATEST_MEAN = 500_000

/**
 * Uniform on the whole numbers from 0 to twice the mean, which is a multiple of 1/2.
 *
 * Errors: ParameterError where a mean is negative, too great, or no multiple of 1/2.
 */
export function uniformDemand(
  { means }: { readonly means: readonly number[] },
  path: string = 'demand',
): DemandModel {
  requireMeans(means, path, 0)
  const allowed = `a multiple of 1/2 up to ${GREATEST_MEAN}`
  const fits = (mean: number): boolean => Number.isInteger(2 * mean) && mean <= GREATEST_MEAN
  requireEach(means, `${path}.means`, fits, allowed)
  const counts = sharedByLikes([means], (s) => {
    const mean = means[s]
    const weights = Array.from({ length: 2 * mean + 1 }, () => 1)
    return { weights: { first: 0, weights }, mean, variance: (mean * (mean + 1)) / 3 }
  })
  return new TableDemand(counts)
}

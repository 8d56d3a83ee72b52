/** Poisson demand: `poissonDemand`. */
import type { DemandModel } from './demand-model.ts'
import { weightsAround } from './discrete-table.ts'
import { requireMeans, sharedByLikes } from './requirements.ts'
import { TableDemand } from './table-demand.ts'

/**
 * Poisson demand with a mean for each store, from a table.
 *
 * Errors: ParameterError where a mean is negative or above about 10^9.
 */
export function poissonDemand(
  { means }: { readonly means: readonly number[] },
  path: string = 'demand',
): DemandModel {
  requireMeans(means, path, 0)
  const counts = sharedByLikes([means], (s) => {
    const mean = means[s]
    const weights = weightsAround(Math.floor(mean), (k) => mean / (k + 1), `${path}.means[${s}]`)
    return { weights, mean, variance: mean }
  })
  return new TableDemand(counts)
}

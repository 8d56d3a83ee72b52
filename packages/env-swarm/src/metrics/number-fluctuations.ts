/** How unevenly agents are spread: `numberFluctuations`, `fluctuationExponent`. */
import { ParameterError, log } from '@gauntlet/core'
import { requireNumbers } from '../require-input.ts'
import type { Space } from '../space.ts'

/**
 * Cuts the square into k x k boxes, for each k of `divisions`, and writes the mean and the variance over boxes of the number
 * of agents in one. The mean is agents / k^2; of an ideal gas the variance is on average mean (1 - 1 / k^2), of agents that
 * gather it is more. Variances may be averaged over time. Without agents both are 0.
 *
 * Shapes: `positions` [agents, 2]; `means` and `variances` [divisions] are overwritten, and so is `counts`, of at least the
 * greatest k^2. O(agents + boxes) for each k; allocates nothing.
 * Errors: ParameterError on the plane, which has no boxes, where a division is not a whole number of at least 2, or an array is of
 * another length.
 * Source: Chaté, Ginelli, Grégoire and Raynaud 2008, giant density fluctuations; Narayan, Ramaswamy and Menon 2007.
 */
export function numberFluctuations(
  space: Space,
  positions: Float64Array,
  divisions: readonly number[],
  counts: Int32Array,
  means: Float64Array,
  variances: Float64Array,
): void {
  requireNumbers('means', means, divisions.length)
  requireNumbers('variances', variances, divisions.length)
  if (space.kind === 'plane') throw new ParameterError('space', 'plane', 'a space that is bounded')
  for (let d = 0; d < divisions.length; d++) {
    const k = divisions[d]
    if (!(Number.isInteger(k) && k >= 2)) {
      throw new ParameterError(`divisions[${d}]`, k, 'a whole number of at least 2')
    }
    if (k * k > counts.length) throw new ParameterError('counts', counts.length, `${k * k} numbers or more`)
    count(positions, k, space.side, counts)
    const mean = positions.length / 2 / (k * k)
    let squares = 0
    for (let b = 0; b < k * k; b++) squares += (counts[b] - mean) * (counts[b] - mean)
    means[d] = mean
    variances[d] = squares / (k * k)
  }
}

/** Who stands at the far end is in the last box. */
function count(positions: Float64Array, k: number, side: number, counts: Int32Array): void {
  counts.fill(0, 0, k * k)
  for (let i = 0; i < positions.length; i += 2) {
    const column = Math.min(k - 1, Math.floor((positions[i] / side) * k))
    const row = Math.min(k - 1, Math.floor((positions[i + 1] / side) * k))
    counts[row * k + column]++
  }
}

/**
 * The exponent a of deviation ~ mean^a, by least squares through the logarithms: 1/2 of an ideal gas, 0.8 predicted of flocks
 * in two dimensions. Entries of which mean or variance is 0 are left out; NaN where fewer than two different means remain.
 *
 * Shapes: `means` and `variances` [divisions], as `numberFluctuations` writes them, also averaged.
 * Errors: ParameterError where they are not of one length.
 * Source: Toner, Tu and Ramaswamy 2005; Chaté et al. 2008.
 */
export function fluctuationExponent(means: Float64Array, variances: Float64Array): number {
  requireNumbers('variances', variances, means.length)
  let n = 0
  let meanX = 0
  let meanY = 0
  let covariance = 0
  let spread = 0
  for (let d = 0; d < means.length; d++) {
    if (!(means[d] > 0 && variances[d] > 0)) continue
    const x = log(means[d])
    const y = log(variances[d]) / 2
    n++
    const dx = x - meanX
    meanX += dx / n
    meanY += (y - meanY) / n
    spread += dx * (x - meanX)
    covariance += dx * (y - meanY)
  }
  return spread > 0 ? covariance / spread : NaN
}

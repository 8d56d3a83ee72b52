/**
 * Inverse-gap weighting: from estimated means to probabilities: `inverseGapWeights`, `lossScaledWeights`.
 *
 * Symbols: n legal actions; m estimated means, -Infinity where an action is not legal; b the best of them; gamma
 * exploitation; l losses. All arrays are [actions].
 */
import { highest } from '../policies/index-policy.ts'

/**
 * Writes p[a] = 1 / (n + gamma (m[b] - m[a])) for a other than b, and to b what is left.
 * Source: Foster and Rakhlin 2020, Beyond UCB, algorithm 1 (SquareCB); Abe and Long 1999.
 */
export function inverseGapWeights(
  means: Float64Array,
  legal: number,
  gamma: number,
  weights: Float64Array,
): void {
  const best = highest(means, 0, means.length)
  let rest = 1
  for (let a = 0; a < means.length; a++) {
    if (a === best) continue
    weights[a] = means[a] > -Infinity ? 1 / (legal + gamma * (means[best] - means[a])) : 0
    rest -= weights[a]
  }
  weights[best] = rest
}

/** Losses are at least this, so that a best action without loss leaves the others a chance. */
const LEAST_LOSS = 1e-3

/**
 * Writes p[a] = l[b] / (n l[b] + gamma (l[a] - l[b])) for a other than b, and to b what is left, where the loss l is
 * 1 - m, kept within 0.001 and 1.
 * Source: Foster and Krishnamurthy 2021, Efficient first-order contextual bandits, algorithm 1 (FastCB).
 */
export function lossScaledWeights(
  means: Float64Array,
  legal: number,
  gamma: number,
  weights: Float64Array,
): void {
  const best = highest(means, 0, means.length)
  const least = lossOf(means[best])
  let rest = 1
  for (let a = 0; a < means.length; a++) {
    if (a === best) continue
    weights[a] = means[a] > -Infinity ? least / (legal * least + gamma * (lossOf(means[a]) - least)) : 0
    rest -= weights[a]
  }
  weights[best] = rest
}

function lossOf(mean: number): number {
  return Math.min(1, Math.max(LEAST_LOSS, 1 - mean))
}

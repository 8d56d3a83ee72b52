/**
 * What makes the entropy fall: `covariances`, `byCovariance`.
 *
 * Symbols: A advantage; π the probability of the action now.
 * Source: Cui et al. 2025 (The entropy mechanism of reinforcement learning for reasoning language models), section 4.1.
 */
import type { DecisionColumns } from './objective.ts'

/**
 * (A - mean A) (log π - mean log π), by row, the means being those of the minibatch: where it is great, raising a likely
 * action's probability takes entropy away. Its mean is the covariance, which a step of natural policy gradient takes off
 * the entropy, times the step size.
 */
export function covariances({ rows, advantages, logProbabilities }: DecisionColumns): Float64Array {
  let advantage = 0
  let logProbability = 0
  for (let i = 0; i < rows; i++) {
    advantage += advantages[i]
    logProbability += logProbabilities[i]
  }
  advantage /= rows
  logProbability /= rows
  const found = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    found[i] = (advantages[i] - advantage) * (logProbabilities[i] - logProbability)
  }
  return found
}

/** The rows by their covariance, greatest first; those alike in their order. */
export function byCovariance(found: Float64Array): Int32Array {
  return Int32Array.from(found, (_, i) => i).sort((i, j) => found[j] - found[i] || i - j)
}

/** A share of so many rows: at least one, as in released code. */
export function shareOf(rows: number, share: number): number {
  return Math.max(1, Math.floor(share * rows))
}

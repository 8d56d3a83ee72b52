/** A penalty on moving where that takes most entropy away: `klCov`. */
import { byCovariance, covariances, shareOf } from '../objectives/covariance.ts'
import type { Regulariser } from './regulariser.ts'

/**
 * β |log π - log π_old| for the share of a minibatch's decisions (at least one) with the greatest covariance of advantage
 * and log π. It has no gradient where π = π_old, hence does nothing in the first step on new data.
 *
 * Ranges: `share` in (0, 1]; 0.002 and β = 1 in the source, whose minibatches are greater than ours.
 * Source: Cui et al. 2025 (The entropy mechanism), section 4.2, KL-Cov.
 */
export function klCov(share: number, coefficient: number): Regulariser {
  /** [rows]: 1 where the decision is held */
  let held = new Uint8Array(0)
  return {
    metric: 'kl_cov_loss',
    prepare(columns) {
      held = new Uint8Array(columns.rows)
      const ranked = byCovariance(covariances(columns))
      for (const i of ranked.subarray(0, shareOf(columns.rows, share))) held[i] = 1
    },
    add({ row, logProbability, oldLogProbability }, out) {
      if (held[row] === 0) return
      const moved = logProbability - oldLogProbability
      out[0] += coefficient * Math.abs(moved)
      out[1] += coefficient * Math.sign(moved)
    },
  }
}

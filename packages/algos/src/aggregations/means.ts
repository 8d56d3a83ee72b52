/**
 * Means of losses: over decisions `tokenMean`, over trajectories `trajectoryMean`, `trajectorySum`, `constantLength`, over
 * groups `groupUniform`.
 *
 * Symbols: n decisions of the minibatch; N trajectories that they are of; n_i those of trajectory i. Of a trajectory that
 * is cut by the minibatch's edge only the part within it counts.
 */
import type { DecisionColumns } from '../objectives/objective.ts'
import type { Aggregation } from './aggregation.ts'
import { Tally } from './tally.ts'

/** Σ ℓ / n: every decision weighs alike. Source: Yu et al. 2025 (DAPO), section 3.3. */
export const tokenMean: Aggregation = {
  divisors({ rows }, out) {
    out.fill(rows, 0, rows)
  },
}

/**
 * 1/N Σ_i 1/n_i Σ_t ℓ: every trajectory weighs alike, so that a decision weighs less in a longer one.
 * Source: Shao et al. 2024 (GRPO), equation 3.
 */
export function trajectoryMean(): Aggregation {
  return meanOfMeans(({ trajectories }) => trajectories)
}

/** The mean over groups of the means over a group's decisions: every instance weighs alike, however long it took. */
export function groupUniform(): Aggregation {
  return meanOfMeans(({ groups }) => groups)
}

function meanOfMeans(numbers: (columns: DecisionColumns) => Int32Array): Aggregation {
  const tally = new Tally()
  return {
    divisors(columns, out) {
      const { rows } = columns
      const owners = numbers(columns)
      tally.count(owners, rows)
      for (let i = 0; i < rows; i++) out[i] = tally.distinct * tally.counts[owners[i]]
    },
  }
}

/** 1/N Σ_i Σ_t ℓ: the policy gradient of whole trajectories. Source: Williams 1992, section 4. */
export function trajectorySum(): Aggregation {
  return constantLength(1)
}

/**
 * 1/N Σ_i Σ_t ℓ / T, T being the longest that a trajectory can be: `trajectorySum` at the scale of a mean.
 * Source: Liu et al. 2025 (Dr. GRPO), section 3.2.
 */
export function constantLength(longest: number): Aggregation {
  const tally = new Tally()
  return {
    divisors({ rows, trajectories }, out) {
      tally.count(trajectories, rows)
      out.fill(tally.distinct * longest, 0, rows)
    },
  }
}

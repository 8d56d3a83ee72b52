/** Asymmetric REINFORCE's advantage: `shiftedMean`. */
import { groupMeans } from './group-moments.ts'
import type { GroupFormula } from './grouped.ts'

/**
 * R_i - (m + shift), m the mean of the group. A shift below 0 raises what did as well as the others too, so that the policy
 * stays near its data; with one above 0 learning from another policy's data ends in a policy without entropy.
 *
 * Ranges: in units of returns; -0.1 in released code, for returns of 0 and 1.
 * Source: Arnal et al. 2025 (Asymmetric REINFORCE for off-policy reinforcement learning).
 */
export function shiftedMean(shift: number): GroupFormula {
  return (returns, groups) => {
    const { means } = groupMeans(returns, groups)
    return returns.map((value, i) => value - (means[groups[i]] + shift))
  }
}

/** The baseline of policy mirror descent: `logAverageExp`. */
import { exp, log } from '@gauntlet/core'
import { groupMeans } from './group-moments.ts'
import type { GroupFormula } from './grouped.ts'

/**
 * R_i - τ log(1/n Σ_j exp(R_j / τ)), j over the n trajectories of the group: the soft value of the instance at temperature
 * τ. It goes to R_i - mean as τ grows, and to R_i - max as it falls.
 *
 * Ranges: τ above 0, in units of returns.
 * Source: Kimi Team 2025 (Kimi k1.5), section 2.3.2, the estimate of τ log Z (OPMD).
 */
export function logAverageExp(tau: number): GroupFormula {
  return (returns, groups) => {
    const { sizes } = groupMeans(returns, groups)
    const tops = new Float64Array(sizes.length).fill(-Infinity)
    const sums = new Float64Array(tops.length)
    returns.forEach((value, i) => {
      tops[groups[i]] = Math.max(tops[groups[i]], value)
    })
    returns.forEach((value, i) => {
      sums[groups[i]] += exp((value - tops[groups[i]]) / tau)
    })
    const baselines = tops.map((top, g) => top + tau * log(sums[g] / sizes[g]))
    return returns.map((value, i) => value - baselines[groups[i]])
  }
}

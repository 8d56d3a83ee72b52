/** The advantage of the best among k: `bestOfGroup`. */
import { groupMeans, groupSpreads } from './group-moments.ts'
import type { GroupFormula } from './grouped.ts'

/**
 * (R_1 - R_2) / (s + ε) for the best trajectory of a group, 0 for all others: R_1 and R_2 being its greatest and second
 * greatest return, s its standard deviation with `ddof` degrees of freedom taken off. It is 0 where two are best, hence
 * teaches nothing of outcomes of two kinds once success is common; 0 too in a group of one.
 *
 * Source: Tang et al. 2025 (Optimizing language models for inference time objectives using reinforcement learning).
 */
export function bestOfGroup(ddof: 0 | 1, epsilon: number = 1e-6): GroupFormula {
  return (returns, groups) => {
    const moments = groupMeans(returns, groups)
    const spreads = groupSpreads(returns, groups, moments, ddof)
    const { sizes } = moments
    const best = new Int32Array(sizes.length).fill(-1)
    const seconds = new Float64Array(sizes.length).fill(-Infinity)
    returns.forEach((value, i) => {
      const g = groups[i]
      if (best[g] === -1) best[g] = i
      else if (value > returns[best[g]]) {
        seconds[g] = returns[best[g]]
        best[g] = i
      } else seconds[g] = Math.max(seconds[g], value)
    })
    const advantages = new Float64Array(returns.length)
    best.forEach((i, g) => {
      if (sizes[g] > 1) advantages[i] = (returns[i] - seconds[g]) / (spreads[g] + epsilon)
    })
    return advantages
  }
}

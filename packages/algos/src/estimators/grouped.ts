/**
 * Advantages within groups of trajectories that played the same instance: `groupedAdvantage`, and the formulas
 * `groupStandardised` (GRPO), `groupCentred` (Dr. GRPO, OPMD), `leaveOneOut` (RLOO, LOOP).
 *
 * Symbols: R_i return of trajectory i; m and s mean and standard deviation of its group; n its size.
 */
import type { Estimator } from './estimator.ts'
import { groupMeans, groupSpreads } from './group-moments.ts'
import type { Rollout } from '../rollout.ts'

/** Advantages by trajectory, from returns and groups by trajectory. Groups are numbered from 0. */
export type GroupFormula = (returns: Float64Array, groups: Int32Array) => Float64Array

/**
 * (R_i - m) / (s + ε), the spread with `ddof` degrees of freedom taken off.
 * Source: Shao et al. 2024 (GRPO), section 4.1.2; ddof is 1 in released code, ε 1e-6.
 */
export function groupStandardised(ddof: 0 | 1, epsilon: number = 1e-6): GroupFormula {
  return (returns, groups) => {
    const moments = groupMeans(returns, groups)
    const spreads = groupSpreads(returns, groups, moments, ddof)
    return returns.map((value, i) => (value - moments.means[groups[i]]) / (spreads[groups[i]] + epsilon))
  }
}

/** R_i - m. Source: Liu et al. 2025 (Dr. GRPO), section 3.2; Kimi Team 2025 (k1.5), section 2.3.2 (OPMD). */
export const groupCentred: GroupFormula = (returns, groups) => {
  const { means } = groupMeans(returns, groups)
  return returns.map((value, i) => value - means[groups[i]])
}

/** R_i less the mean of the others: n/(n-1) (R_i - m). Source: Kool, van Hoof and Welling 2019; Ahmadian et al. 2024 (RLOO). */
export const leaveOneOut: GroupFormula = (returns, groups) => {
  const { sizes, means } = groupMeans(returns, groups)
  return returns.map((value, i) => {
    const n = sizes[groups[i]]
    return n === 1 ? 0 : (n / (n - 1)) * (value - means[groups[i]])
  })
}

/**
 * Gives every decision of a trajectory the trajectory's advantage. Logs `effective_group_fraction`: the share of
 * groups whose members did not all come out alike.
 */
export function groupedAdvantage(formula: GroupFormula): Estimator {
  return {
    estimate(rollout) {
      const returns = trajectoryReturns(rollout)
      const advantages = formula(returns, rollout.groups)
      const { steps, rows, trajectories } = rollout
      for (let place = 0; place < steps * rows; place++) {
        rollout.advantages[place] = advantages[trajectories[place]]
      }
      return { effective_group_fraction: effectiveFraction(returns, rollout.groups) }
    },
  }
}

/** Undiscounted sums of rewards. */
export function trajectoryReturns({ steps, rows, rewards, trajectories, groups }: Rollout): Float64Array {
  const returns = new Float64Array(groups.length)
  for (let place = 0; place < steps * rows; place++) returns[trajectories[place]] += rewards[place]
  return returns
}

/** The share of groups whose members' values are not all alike. */
export function effectiveFraction(returns: Float64Array, groups: Int32Array): number {
  const first = new Map<number, number>()
  const mixed = new Set<number>()
  returns.forEach((value, i) => {
    const earlier = first.get(groups[i])
    if (earlier === undefined) first.set(groups[i], value)
    else if (earlier !== value) mixed.add(groups[i])
  })
  return first.size === 0 ? 0 : mixed.size / first.size
}

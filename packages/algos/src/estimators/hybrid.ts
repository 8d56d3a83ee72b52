/**
 * Imitation where a group fails, policy gradient where it does not: `hybrid`, by the formula `hybridAdvantages`.
 *
 * Symbols: R_i return of trajectory i of the learner; R* that of the expert on the same instance; m mean and n number of the R_i.
 */
import type { Rollout } from '../rollout.ts'
import type { Estimator } from './estimator.ts'
import { effectiveFraction, trajectoryReturns } from './grouped.ts'

export interface Gate {
  /** The share of a group that may come to what the expert did, at which the expert is imitated still. */
  readonly gate: number
  /** What imitation weighs beside the gradient of a group. */
  readonly coefficient: number
}

/**
 * Advantages by trajectory: of groups in which a share of at most `gate` has R_i ≥ R*, coefficient · n for the expert's, and 0
 * for the learner's; of others, and of those without an expert, R_i - m for the learner's, and 0 for the expert's. With (none, pi, A) and
 * sums over trajectories a group is worth as much either way: the n of its own, or the one in their place.
 *
 * Shapes: `returns`, `groups` and `expert`, 1 where a trajectory is the expert's, by trajectory. Groups are numbered from 0.
 * Source: Lv et al. 2025 (Towards a unified view of large language model post-training), section 4, HPT. Differs: its verifier
 * says what is a success; here it is to be as good as the expert.
 */
export function hybridAdvantages(
  returns: Float64Array,
  groups: Int32Array,
  expert: Uint8Array,
  { gate, coefficient }: Gate,
): Float64Array {
  const count = groups.reduce((most, group) => Math.max(most, group + 1), 0)
  const best = new Float64Array(count).fill(Number.NaN)
  const [sizes, sums, successes] = [0, 1, 2].map(() => new Float64Array(count))
  returns.forEach((value, i) => {
    if (expert[i] === 1) best[groups[i]] = value
  })
  returns.forEach((value, i) => {
    if (expert[i] === 1) return
    sizes[groups[i]]++
    sums[groups[i]] += value
    successes[groups[i]] += value >= best[groups[i]] ? 1 : 0
  })
  return returns.map((value, i) => {
    const g = groups[i]
    const imitates = !Number.isNaN(best[g]) && successes[g] <= gate * sizes[g]
    if (expert[i] === 1) return imitates ? coefficient * sizes[g] : 0
    return imitates ? 0 : value - sums[g] / sizes[g]
  })
}

/** Logs `expert_group_fraction`, the share of groups whose expert is imitated, and `effective_group_fraction`, of those that teach. */
export function hybrid(gate: Gate): Estimator {
  return {
    estimate(rollout) {
      const { steps, rows, trajectories, groups } = rollout
      const expert = expertTrajectories(rollout)
      const advantages = hybridAdvantages(trajectoryReturns(rollout), groups, expert, gate)
      for (let place = 0; place < steps * rows; place++)
        rollout.advantages[place] = advantages[trajectories[place]]
      const imitated = advantages.reduce((sum, value, i) => sum + (expert[i] === 1 && value > 0 ? 1 : 0), 0)
      const all = expert.reduce((sum, one) => sum + one, 0)
      return {
        expert_group_fraction: all === 0 ? 0 : imitated / all,
        effective_group_fraction: effectiveFraction(advantages, groups),
      }
    },
  }
}

function expertTrajectories({ steps, rows, sources, trajectories, groups }: Rollout): Uint8Array {
  const expert = new Uint8Array(groups.length)
  for (let place = 0; place < steps * rows; place++) {
    if (sources[place] === 1) expert[trajectories[place]] = 1
  }
  return expert
}

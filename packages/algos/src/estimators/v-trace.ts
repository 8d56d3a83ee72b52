/** Values and advantages from an older policy's data: `vTrace`. */
import { exp } from '@gauntlet/core'
import type { Rollout } from '../rollout.ts'
import { DecisionChain } from './decision-chain.ts'
import type { Estimator } from './estimator.ts'

export interface VTraceBounds {
  /** Bounds of the ratios that weigh a step, and that carry on what comes after it; 1 in the source. */
  readonly rho: number
  readonly c: number
}

/**
 * v_t = V(s_t) + ρ_t (r_t + γ V(s_{t+1}) - V(s_t)) + γ c_t (v_{t+1} - V(s_{t+1}));  A_t = ρ_t (r_t + γ v_{t+1} - V(s_t))
 *
 * with ρ_t = min(ρ̄, π/μ), c_t = min(c̄, π/μ), π and μ being the probabilities of the action under the policy that learns and
 * the one that acted: `logProbabilities` gives the logarithms of π [T, n]. Returns are the v_t. Where π = μ they are those of
 * `gae` with λ = 1. V and v are 0 after a terminated episode; v is V where one was cut off and where the rollout ends.
 *
 * For data that is a few updates old; for older data it is the value of a policy far from the one that learns.
 * Source: Espeholt et al. 2018 (IMPALA), section 4.1 with remark 1, and section 4.2.
 */
export function vTrace(
  logProbabilities: (rollout: Rollout) => Float64Array,
  { rho, c }: VTraceBounds,
): Estimator {
  return {
    estimate(rollout, discount) {
      const chain = new DecisionChain(rollout)
      const current = logProbabilities(rollout)
      const ratio = (place: number): number => exp(current[place] - rollout.logProbabilities[place])
      for (let i = 0; i < rollout.rows; i++) {
        chain.read(i)
        backwards(
          rollout,
          chain,
          discount,
          (place) => Math.min(rho, ratio(place)),
          (place) => Math.min(c, ratio(place)),
        )
      }
      return {}
    },
  }
}

type ByPlace = (place: number) => number

function backwards(rollout: Rollout, chain: DecisionChain, discount: number, rho: ByPlace, c: ByPlace): void {
  const { values, returns, advantages } = rollout
  /** v_{t+1} - V(s_{t+1}) */
  let carried = 0
  for (let k = chain.count - 1; k >= 0; k--) {
    const place = chain.places[k]
    if (chain.ended[k] === 1) carried = 0
    const nextValue = chain.terminated[k] === 1 ? 0 : chain.nextValues[k]
    const delta = chain.rewards[k] + discount * nextValue - values[place]
    advantages[place] = rho(place) * (delta + discount * carried)
    carried = rho(place) * delta + discount * c(place) * carried
    returns[place] = values[place] + carried
  }
}

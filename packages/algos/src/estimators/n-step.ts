/** Advantages from the next few rewards: `nStep`. */
import { DecisionChain } from './decision-chain.ts'
import type { Estimator } from './estimator.ts'

/**
 * R_t = r_t + γ r_{t+1} + … + γ^(m-1) r_{t+m-1} + γ^m V(s_{t+m});  A_t = R_t - V(s_t), where m is n, or less where the episode
 * or the rollout ends before. V of a terminated episode's last state is 0, of one that was cut off that of the state it was
 * cut off at. Steps are decisions.
 *
 * Source: Sutton and Barto 2018, section 7.1; Mnih et al. 2016 (A3C), section 4, where every return reaches to the end of
 * its rollout: n at least the rollout's length, or `gae` with λ = 1.
 */
export function nStep(n: number): Estimator {
  return {
    estimate(rollout, discount) {
      const chain = new DecisionChain(rollout)
      for (let i = 0; i < rollout.rows; i++) {
        chain.read(i)
        for (let k = 0; k < chain.count; k++) {
          const place = chain.places[k]
          rollout.returns[place] = boundedReturn(chain, k, n, discount)
          rollout.advantages[place] = rollout.returns[place] - rollout.values[place]
        }
      }
      return {}
    },
  }
}

/** From decision `k` on, of at most `n` decisions. */
function boundedReturn(chain: DecisionChain, k: number, n: number, discount: number): number {
  const last = Math.min(k + n, chain.count) - 1
  let sum = 0
  let factor = 1
  for (let j = k; ; j++) {
    sum += factor * chain.rewards[j]
    factor *= discount
    if (chain.terminated[j] === 1) return sum
    if (chain.ended[j] === 1 || j === last) return sum + factor * chain.nextValues[j]
  }
}

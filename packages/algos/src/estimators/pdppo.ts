/**
 * Advantages of post-decision PPO: as published, `publishedPdppo` and its second generation, `splitPdppo`; and one that follows
 * from the Bellman equations, `principledPdppo`.
 *
 * Symbols: s state, sˣ the state after the decision and before chance acts; V and Vˣ the critics of them; rˣ the part of the
 * reward that the decision alone decides; G discounted rewards to go, to the end of the episode or of the rollout.
 * Source: Felizardo et al. 2025 (arXiv 2504.05150); code leokan92/pdppo.
 */
import type { Rollout } from '../rollout.ts'
import { DecisionChain } from './decision-chain.ts'
import type { Estimator } from './estimator.ts'

/** Keeps returns that are alike from being divided by 0. */
const EPSILON = 1e-7

/**
 * A = Z - min(V(s), Vˣ(sˣ)), Z = (G - mean G) / (std G + 1e-7): both critics learn the same standardised return Z, and the one
 * that promises less is the baseline. The deviation is that of a sample.
 *
 * Logs `post_decision_fraction`: the share of decisions whose baseline is Vˣ.
 * Source: generation A (commit 4b36c77).
 */
export function publishedPdppo(): Estimator {
  return {
    estimate(rollout, discount) {
      const { returns, postReturns, values, postValues, advantages } = rollout
      rewardsToGo(rollout, rollout.rewards, discount, returns)
      const places = rollout.decisions()
      standardise(returns, places)
      postReturns.set(returns)
      let post = 0
      for (const place of places) {
        if (postValues[place] < values[place]) post++
        advantages[place] = returns[place] - Math.min(values[place], postValues[place])
      }
      return { post_decision_fraction: post / Math.max(1, places.length) }
    },
  }
}

/**
 * A = max(G' - V(s), Gˣ - Vˣ(sˣ)): Gˣ sums the rˣ, and G' the rest of the rewards; V learns G' and Vˣ learns Gˣ. Hence
 * neither is the value of its state.
 *
 * Logs `post_decision_fraction`: the share of decisions whose advantage is that of sˣ.
 * Source: generation B (commit bf3f368).
 */
export function splitPdppo(): Estimator {
  return {
    estimate(rollout, discount) {
      const { rewards, decisionRewards, returns, postReturns, values, postValues, advantages } = rollout
      const others = rewards.map((reward, place) => reward - decisionRewards[place])
      rewardsToGo(rollout, others, discount, returns)
      rewardsToGo(rollout, decisionRewards, discount, postReturns)
      const places = rollout.decisions()
      let post = 0
      for (const place of places) {
        const before = returns[place] - values[place]
        const after = postReturns[place] - postValues[place]
        if (after > before) post++
        advantages[place] = Math.max(before, after)
      }
      return { post_decision_fraction: post / Math.max(1, places.length) }
    },
  }
}

/**
 * Rˣ_t = r_t - rˣ_t + γ (1 - terminated_t) R_{t+1};  R_t = rˣ_t + (1 - λ) Vˣ(sˣ_t) + λ Rˣ_t;  A_t = R_t - V(s_t), where R_{t+1} is V
 * of the true successor at an episode's last decision and at the rollout's. V learns R and Vˣ learns Rˣ.
 *
 * For λ = 0 the advantage is rˣ + Vˣ(sˣ) - V(s), in which chance has no part any more; for λ = 1 that of `gae`. Between them it
 * is generalised advantage estimation along decisions and chance's answers, where λ decays from a decision to the answer.
 * Where an environment tells no rˣ, they are 0, and Vˣ also foretells what the decision is paid: right for λ = 1, and
 * for less as far as sˣ shows it.
 *
 * Source: Powell 2011, section 4.6 (post-decision states); Schulman et al. 2016 (λ).
 */
export function principledPdppo(lambda: number): Estimator {
  return {
    estimate(rollout, discount) {
      const { decisionRewards, returns, postReturns, values, postValues, advantages } = rollout
      const chain = new DecisionChain(rollout)
      for (let i = 0; i < rollout.rows; i++) {
        chain.read(i)
        for (let k = chain.count - 1; k >= 0; k--) {
          const place = chain.places[k]
          const known = decisionRewards[place]
          const last = chain.ended[k] === 1 || k === chain.count - 1
          const next = last ? chain.nextValues[k] : returns[chain.places[k + 1]]
          const after = chain.rewards[k] - known + (chain.terminated[k] === 1 ? 0 : discount * next)
          postReturns[place] = after
          returns[place] = known + (1 - lambda) * postValues[place] + lambda * after
          advantages[place] = returns[place] - values[place]
        }
      }
      return {}
    },
  }
}

/** G_t = r_t + γ (1 - ended_t) G_{t+1}, of `rewards`. */
function rewardsToGo(rollout: Rollout, rewards: Float64Array, discount: number, out: Float64Array): void {
  const chain = new DecisionChain(rollout)
  for (let i = 0; i < rollout.rows; i++) {
    chain.read(i, rewards)
    let toGo = 0
    for (let k = chain.count - 1; k >= 0; k--) {
      toGo = chain.rewards[k] + (chain.ended[k] === 1 ? 0 : discount * toGo)
      out[chain.places[k]] = toGo
    }
  }
}

function standardise(values: Float64Array, places: Int32Array): void {
  let sum = 0
  for (const place of places) sum += values[place]
  const mean = sum / places.length
  let squares = 0
  for (const place of places) squares += (values[place] - mean) * (values[place] - mean)
  const spread = Math.sqrt(squares / Math.max(1, places.length - 1)) + EPSILON
  for (const place of places) values[place] = (values[place] - mean) / spread
}

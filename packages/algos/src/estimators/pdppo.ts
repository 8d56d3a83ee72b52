/**
 * Advantages of post-decision PPO, as published: `publishedPdppo` and its second generation, `splitPdppo`.
 *
 * Symbols: s state, sˣ the state after the decision and before chance acts; V and Vˣ the critics of them; G discounted
 * rewards to go, to the end of the episode or of the rollout.
 * Source: Felizardo et al. 2025 (arXiv 2504.05150); code leokan92/pdppo.
 */
import type { Rollout } from '../rollout.ts'
import { DecisionChain } from './decision-chain.ts'
import type { Estimator } from './estimator.ts'

/** Keeps returns that are alike from being divided by 0. */
const EPSILON = 1e-7

/**
 * A = Z - min(V(s), Vˣ(sˣ)), Z = (G - mean G) / (std G + 1e-7): both critics learn the same standardised return Z, which is
 * written to the rollout's returns, and the one that promises less is the baseline. The deviation is that of a sample.
 *
 * Logs `post_decision_fraction`: the share of decisions whose baseline is Vˣ.
 * Source: generation A (commit 4b36c77).
 */
export function publishedPdppo(): Estimator {
  return {
    estimate(rollout, discount) {
      const { returns, values, postValues, advantages } = rollout
      rewardsToGo(rollout, rollout.rewards, discount, returns)
      const places = rollout.decisions()
      standardise(returns, places)
      let post = 0
      for (const place of places) {
        if (postValues[place] < values[place]) post++
        advantages[place] = returns[place] - Math.min(values[place], postValues[place])
      }
      return { post_decision_fraction: post / Math.max(1, places.length) }
    },
  }
}

/** What of a rollout the second generation keeps beside it, [T, n] each. */
export interface SplitColumns {
  /** The part of a reward that the decision alone decides, as a setup's cost */
  readonly decisionRewards: Float64Array
  /** Written: what Vˣ learns */
  readonly postReturns: Float64Array
}

/**
 * A = max(G' - V(s), Gˣ - Vˣ(sˣ)): Gˣ sums the rewards that decisions alone decide, G' the others; V learns G', written to
 * the rollout's returns, and Vˣ learns Gˣ. Hence neither is the value of its state.
 *
 * Logs `post_decision_fraction`: the share of decisions whose advantage is that of sˣ.
 * Source: generation B (commit bf3f368).
 */
export function splitPdppo(columnsOf: (rollout: Rollout) => SplitColumns): Estimator {
  return {
    estimate(rollout, discount) {
      const { rewards, returns, values, postValues, advantages } = rollout
      const { decisionRewards, postReturns } = columnsOf(rollout)
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

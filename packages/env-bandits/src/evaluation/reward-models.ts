/**
 * Estimated rewards for the direct and doubly robust methods: `fitRewards`, `robustWeights`.
 *
 * Symbols: x features of a round with the constant 1 behind them; p propensity; pi policy under evaluation.
 */
import { GauntletError } from '@gauntlet/core'
import { RidgeModels } from '../contextual/ridge.ts'
import { type BanditLog, checkProbabilities } from './bandit-log.ts'

/** Rounds i, i + FOLDS, … are estimated by models that have not seen them. */
const FOLDS = 5

/**
 * The estimated reward of every action in every round, [rounds, actions]: by ridge regression with lambda 1, one for each
 * action, fitted to the rounds of the other four of five folds (round i is in fold i mod 5), so that no round's own reward
 * bears on its estimate. `weights` [rounds] say how much each round counts; 1 unless given.
 * Source: Chernozhukov et al. 2018 (cross-fitting).
 */
export function fitRewards(log: BanditLog, weights?: Float64Array): Float64Array {
  const { rounds, actions, width, contexts, chosen, rewards } = log
  if (weights !== undefined && weights.length !== rounds)
    throw new GauntletError('estimator', `weights: got ${weights.length} numbers, expected ${rounds}`)
  const d = width + 1
  const features = new Float32Array(rounds * d).fill(1)
  for (let i = 0; i < rounds; i++) features.set(contexts.subarray(i * width, (i + 1) * width), i * d)
  const estimates = new Float64Array(rounds * actions)
  for (let fold = 0; fold < FOLDS; fold++) {
    const models = new RidgeModels(actions, d, 1)
    for (let i = 0; i < rounds; i++) {
      if (i % FOLDS !== fold) models.learn(chosen[i], features, i * d, rewards[i], weights?.[i])
    }
    for (let i = fold; i < rounds; i += FOLDS) {
      for (let a = 0; a < actions; a++) estimates[i * actions + a] = models.mean(a, features, i * d)
    }
  }
  return estimates
}

/**
 * Weights under which fitted rewards make the variance of the doubly robust estimator small: pi (1 - p) / p^2 of the chosen
 * action, the expectation of the paper's over the policy's draws, scaled to a mean of 1. Where all are 0, no model makes
 * the variance any smaller than another, and every round counts 1.
 * Source: Farajtabar, Chow and Ghavamzadeh 2018, More robust doubly robust off-policy evaluation (MRDR), section 4.
 */
export function robustWeights(log: BanditLog, policy: Float64Array): Float64Array {
  checkProbabilities(log, policy)
  const { rounds, actions, chosen, propensities } = log
  const weights = Float64Array.from({ length: rounds }, (_, i) => {
    const p = propensities[i]
    return (policy[i * actions + chosen[i]] * (1 - p)) / (p * p)
  })
  let sum = 0
  for (const weight of weights) sum += weight
  return sum === 0 ? weights.fill(1) : weights.map((weight) => (weight * rounds) / sum)
}

/**
 * FALCON: `falcon`.
 *
 * Symbols: m epoch, of steps 2^(m-1) + 1 to 2^m; tau = 2^(m-1) steps before it; K actions; d width of the features.
 */
import { type AlgorithmDefinition, log, number, policyAlgorithm, policyStreams } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { inverseGapWeights } from './inverse-gap.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface FalconConfiguration extends LinearModel {
  readonly scale: number
}

/**
 * gamma of the epoch after `steps` steps: c sqrt(K tau / ln(|F| tau / delta)), where ln |F| is taken as d ln(1 + tau), the
 * logarithm of the size of a cover of linear functions, and delta is 1.
 */
function exploitation(scale: number, actions: number, width: number, steps: number): number {
  return scale * Math.sqrt((actions * steps) / ((width + 1) * log(1 + steps)))
}

/**
 * Plays by one model throughout an epoch, and takes a new one, fitted to all steps so far, when the number of steps has
 * doubled. In mode `greedy` it takes the best action by that model.
 */
export const falcon: AlgorithmDefinition<FalconConfiguration> = policyAlgorithm<FalconConfiguration>({
  id: 'falcon',
  version: 1,
  family: 'contextual bandit',
  summary:
    'Inverse-gap weighting by a linear model that is fitted anew whenever the number of steps has doubled',
  source:
    'Simchi-Levi and Xu 2020, Bypassing the monster: a faster and simpler optimal algorithm for contextual bandits under ' +
    'realizability, algorithm 1 with tau_m = 2^m; oracle: ridge regression',
  requires: CONTEXTUAL,
  configuration: {
    ...LINEAR_MODEL,
    scale: number({
      description:
        'c, by which gamma is multiplied; the theory has 1/30, which explores far longer than is needed',
      default: 10,
      minimum: 0,
    }),
  },
  policy: ({ configuration }) =>
    contextualPolicy('falcon', (features, view, seed) => {
      const models = new LinearModels(view.batch, features, configuration)
      const streams = policyStreams(seed, view.batch)
      const steps = new Int32Array(view.batch)
      const gammas = new Float64Array(view.batch).fill(1)
      /** [models, width]: what the epoch plays by */
      const frozen = new Float64Array(models.ridge.thetas.length)
      const means = new Float64Array(features.actions)
      const weights = new Float64Array(features.actions)
      const freeze = (w: number): void => {
        const { thetas } = models.ridge
        const end = models.first(w + 1) * features.width
        for (let k = models.first(w) * features.width; k < end; k++) frozen[k] = thetas[k]
      }
      return {
        choose(w, mode) {
          const legal = models.means(w, means, frozen)
          if (mode === 'greedy') return highest(means, 0, means.length)
          inverseGapWeights(means, legal, gammas[w], weights)
          return streams[w].categorical(weights)
        },
        learn(w, a, values, at, reward) {
          models.learn(w, a, values, at, reward)
          const t = ++steps[w]
          if (t < 2 || (t & (t - 1)) !== 0) return
          freeze(w)
          gammas[w] = exploitation(configuration.scale, features.actions, features.width, t)
        },
        forget(w) {
          models.forget(w)
          freeze(w)
          steps[w] = 0
          gammas[w] = 1
        },
      }
    }),
})

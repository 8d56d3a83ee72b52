/** Linear Thompson sampling: `lints`. Symbols as in ridge.ts; v scale of the posterior. */
import { type AlgorithmDefinition, number, policyAlgorithm, policyStreams } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface LintsConfiguration extends LinearModel {
  readonly scale: number
}

/**
 * Draws theta from N(theta, v^2 V^-1) and takes the best action by it; `greedy` takes the best by the mean.
 * Differs: v is given and does not grow with time.
 */
export const lints: AlgorithmDefinition<LintsConfiguration> = policyAlgorithm<LintsConfiguration>({
  id: 'lints',
  version: 1,
  family: 'contextual bandit',
  summary: 'Takes the best action by a linear model that is drawn from its posterior',
  source:
    'Agrawal and Goyal 2013, Thompson sampling for contextual bandits with linear payoffs, algorithm 1, with a fixed v',
  requires: CONTEXTUAL,
  configuration: {
    ...LINEAR_MODEL,
    scale: number({ description: 'v, standard deviations of the posterior', default: 0.3, minimum: 0 }),
  },
  policy: ({ configuration }) =>
    contextualPolicy('lints', (features, view, seed) => {
      const models = new LinearModels(view.batch, features, configuration)
      const { ridge } = models
      const streams = policyStreams(seed, view.batch)
      const means = new Float64Array(features.actions)
      const drawn = new Float64Array(ridge.thetas.length)
      return {
        choose(w, mode) {
          if (mode === 'sample') {
            for (let model = models.first(w); model < models.first(w + 1); model++)
              ridge.drawTheta(model, configuration.scale, streams[w], drawn)
          }
          models.means(w, means, mode === 'sample' ? drawn : ridge.thetas)
          return highest(means, 0, means.length)
        },
        learn: (w, a, values, at, reward) => models.learn(w, a, values, at, reward),
        forget: (w) => models.forget(w),
      }
    }),
})

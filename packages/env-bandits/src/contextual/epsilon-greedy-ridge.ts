/** Epsilon-greedy on ridge regression: `epsilonGreedyRidge`. */
import { type AlgorithmDefinition, number, policyAlgorithm, policyStreams } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface EpsilonConfiguration extends LinearModel {
  readonly epsilon: number
}

/** With probability epsilon any legal action, each as likely; else the best by the model. `greedy` explores never. */
export const epsilonGreedyRidge: AlgorithmDefinition<EpsilonConfiguration> =
  policyAlgorithm<EpsilonConfiguration>({
    id: 'epsilon-greedy-ridge',
    version: 1,
    family: 'contextual bandit',
    summary: 'The best action by a linear model, but now and then any; with epsilon 0 the greedy policy',
    source:
      'Langford and Zhang 2007, The epoch-greedy algorithm, section 1, with a fixed epsilon; oracle: ridge regression',
    requires: CONTEXTUAL,
    configuration: {
      ...LINEAR_MODEL,
      epsilon: number({
        description: 'Probability with which any legal action is taken',
        default: 0.1,
        minimum: 0,
        maximum: 1,
      }),
    },
    policy: ({ configuration }) =>
      contextualPolicy('epsilon-greedy-ridge', (features, view, seed) => {
        const models = new LinearModels(view.batch, features, configuration)
        const streams = policyStreams(seed, view.batch)
        const means = new Float64Array(features.actions)
        return {
          choose(w, mode) {
            const legal = models.means(w, means)
            if (mode === 'sample' && streams[w].uniform() < configuration.epsilon)
              return legalAction(means, streams[w].integer(legal))
            return highest(means, 0, means.length)
          },
          learn: (w, a, values, at, reward) => models.learn(w, a, values, at, reward),
          forget: (w) => models.forget(w),
        }
      }),
  })

/** The legal action of that rank, from 0. */
function legalAction(means: Float64Array, rank: number): number {
  let a = 0
  for (let skip = rank; means[a] === -Infinity || skip-- > 0;) a++
  return a
}

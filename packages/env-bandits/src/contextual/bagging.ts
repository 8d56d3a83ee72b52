/** Bagging: `bagging`. */
import { type AlgorithmDefinition, integer, policyAlgorithm, policyStreams } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface BaggingConfiguration extends LinearModel {
  readonly bags: number
}

/**
 * Several linear models, each of which counts every reward Poisson(1) times; one of them, drawn anew in every step, is
 * followed greedily, so that an action's probability is its share of their votes.
 *
 * `greedy` takes the action of most votes, the first of those that tie; how often rewards count is drawn even then.
 */
export const bagging: AlgorithmDefinition<BaggingConfiguration> = policyAlgorithm<BaggingConfiguration>({
  id: 'bagging',
  version: 1,
  family: 'contextual bandit',
  summary: 'Follows one of several linear models, each fitted to a bootstrap sample of the rewards',
  source:
    'Eckles and Kaptein 2014, Thompson sampling with the online bootstrap; with Poisson(1) weights as Oza and Russell 2001 ' +
    'and the option --bag of Vowpal Wabbit',
  requires: CONTEXTUAL,
  alwaysDraws: true,
  configuration: {
    ...LINEAR_MODEL,
    bags: integer({ description: 'Models', default: 10, minimum: 1, maximum: 1000 }),
  },
  policy: ({ configuration }) =>
    contextualPolicy('bagging', (features, view, seed) => {
      const { bags } = configuration
      const models = Array.from({ length: bags }, () => new LinearModels(view.batch, features, configuration))
      const streams = policyStreams(seed, view.batch)
      const means = new Float64Array(features.actions)
      const votes = new Float64Array(features.actions)
      const voteOf = (w: number, bag: number): number => {
        models[bag].means(w, means)
        return highest(means, 0, means.length)
      }
      return {
        choose(w, mode) {
          if (mode === 'sample') return voteOf(w, streams[w].integer(bags))
          votes.fill(0)
          for (let bag = 0; bag < bags; bag++) votes[voteOf(w, bag)]++
          return highest(votes, 0, votes.length)
        },
        learn(w, a, values, at, reward) {
          for (let bag = 0; bag < bags; bag++) {
            const weight = streams[w].poisson(1)
            if (weight > 0) models[bag].learn(w, a, values, at, reward, weight)
          }
        },
        forget(w) {
          for (let bag = 0; bag < bags; bag++) models[bag].forget(w)
        },
      }
    }),
})

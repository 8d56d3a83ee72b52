/** LinUCB: `linucb`. */
import { type AlgorithmDefinition, number, policyAlgorithm } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface LinucbConfiguration extends LinearModel {
  readonly alpha: number
}

/** Draws nothing: `sample` and `greedy` are the same. Ties go to the first action. */
export const linucb: AlgorithmDefinition<LinucbConfiguration> = policyAlgorithm<LinucbConfiguration>({
  id: 'linucb',
  version: 1,
  family: 'contextual bandit',
  summary: 'Takes the action with the highest upper confidence bound of a linear model',
  source:
    'Li, Chu, Langford and Schapire 2010, A contextual-bandit approach to personalized news article recommendation, ' +
    'algorithm 1 (disjoint); Chu, Li, Reyzin and Schapire 2011, algorithm 1 (shared)',
  requires: CONTEXTUAL,
  configuration: {
    ...LINEAR_MODEL,
    alpha: number({
      description: 'Standard deviations by which the bound exceeds the mean',
      default: 1,
      minimum: 0,
    }),
  },
  policy: ({ configuration }) =>
    contextualPolicy('linucb', (features, view) => {
      const models = new LinearModels(view.batch, features, configuration)
      return {
        look: () => models.look(),
        choose(w) {
          models.writeIndices(w, configuration.alpha)
          for (let a = 0; a < features.actions; a++) if (!features.legal(w, a)) models.indices[a] = -Infinity
          return highest(models.indices, 0, features.actions)
        },
        learn: (w, a, values, at, reward) => models.learn(w, a, values, at, reward),
        forget: (w) => models.forget(w),
      }
    }),
})

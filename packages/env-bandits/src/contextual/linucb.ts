/** LinUCB: `linucb`. */
import { type AlgorithmDefinition, number, policyAlgorithm } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { type ActionFeatures, CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface LinucbConfiguration extends LinearModel {
  readonly alpha: number
}

/** Indices are left out only where they are lower than the highest by more than this, ten times a tie. */
const CLEARLY_LOWER = 1e-11

/**
 * Writes x' theta + alpha sqrt(x' V^-1 x) for the actions of world `w` that may be taken next; for the others a number that
 * is no lower than theirs and clearly lower than the highest; -Infinity where an action is not legal.
 *
 * A bound from above takes d operations, the index itself d^2: it is computed only where the bound reaches the highest.
 */
export function leadingIndices(
  w: number,
  models: LinearModels,
  features: ActionFeatures,
  alpha: number,
  indices: Float64Array,
): void {
  let leader = -1
  for (let a = 0; a < indices.length; a++) {
    indices[a] = features.legal(w, a) ? models.upperBound(w, a, alpha) : -Infinity
    if (leader < 0 || indices[a] > indices[leader]) leader = a
  }
  indices[leader] = models.index(w, leader, alpha)
  let top = indices[leader]
  for (let a = 0; a < indices.length; a++) {
    if (a === leader || indices[a] < top - CLEARLY_LOWER) continue
    indices[a] = models.index(w, a, alpha)
    if (indices[a] > top) top = indices[a]
  }
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
      const indices = new Float64Array(features.actions)
      return {
        choose(w) {
          leadingIndices(w, models, features, configuration.alpha, indices)
          return highest(indices, 0, indices.length)
        },
        learn: (w, a, values, at, reward) => models.learn(w, a, values, at, reward),
        forget: (w) => models.forget(w),
      }
    }),
})

/** CombLinUCB: `combLinucb`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type View,
  number,
  policyAlgorithm,
  product,
} from '@gauntlet/core'
import { ActionFeatures } from './action-features.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'
import { FEEDBACK } from './slates.ts'

interface CombLinucbConfiguration extends LinearModel {
  readonly alpha: number
}

/**
 * Gives every item the upper confidence bound of a linear model for its score, and shows the feasible subset of the greatest
 * total. It learns from each item that was seen, as the block `feedback` of the observation says: after a click of a
 * cascade, no item. Draws nothing.
 */
export const combLinucb: AlgorithmDefinition<CombLinucbConfiguration> =
  policyAlgorithm<CombLinucbConfiguration>({
    id: 'comb-linucb',
    version: 1,
    family: 'contextual bandit',
    summary: 'Shows the subset with the highest sum of the upper confidence bounds of its items',
    source:
      'Wen, Kveton and Ashkan 2015, Efficient learning in large-scale combinatorial semi-bandits, algorithm 2; under a ' +
      'cascade: Zong et al. 2016, CascadeLinUCB',
    requires: {
      agents: 'one',
      sides: 1,
      actions: ['combinatorial'],
      protocol: 'online',
      faces: ['feasible'],
      environments: ['bandits/slates'],
    },
    configuration: {
      ...LINEAR_MODEL,
      alpha: number({
        description: 'Standard deviations by which the bound exceeds the mean',
        default: 1,
        minimum: 0,
      }),
    },
    policy: ({ configuration }) => combLinucbPolicy(configuration),
  })

function combLinucbPolicy(configuration: CombLinucbConfiguration): Policy {
  let features: ActionFeatures | undefined
  let models: LinearModels | undefined
  let scores = new Float64Array(0)
  /** [batch, items, width]: the features of the last step */
  let before = new Float32Array(0)
  /** [batch]: 1 where there was a last step */
  let begun = new Uint8Array(0)
  return {
    begin(view) {
      features = new ActionFeatures(view)
      models = new LinearModels(view.batch, features, configuration)
      scores = new Float64Array(view.batch * features.actions)
      before = new Float32Array(view.batch * features.actions * features.width)
      begun = new Uint8Array(view.batch)
    },
    act(view, actions) {
      if (features === undefined || models === undefined)
        throw new GauntletError('order', 'comb-linucb: act before begin')
      const { actions: items, width, values } = features
      models.look()
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) models.forget(w)
        else if (begun[w] === 1) learnFeedback(view, w, items, width, before, models)
        begun[w] = 1
        for (let e = 0; e < items; e++) {
          const at = features.at(w, e)
          for (let k = 0; k < width; k++) before[(w * items + e) * width + k] = values[at + k]
        }
        models.writeIndices(w, configuration.alpha)
        scores.set(models.indices, w * items)
      }
      view.feasible!.oracle(scores, actions as Uint8Array)
    },
    forget(w) {
      models?.forget(w)
      begun[w] = 0
    },
  }
}

/** Learns from the items of which it was seen whether they attracted. */
function learnFeedback(
  { spec, observations }: View,
  w: number,
  items: number,
  width: number,
  before: Float32Array,
  models: LinearModels,
): void {
  const block = spec.observation.layout.find(({ name }) => name === FEEDBACK)
  if (block === undefined)
    throw new GauntletError('layout', `comb-linucb: found no block ${FEEDBACK} in the observation`)
  const from = w * product(spec.observation.shape) + block.offset
  for (let e = 0; e < items; e++) {
    const seen = observations[from + e]
    if (seen >= 0) models.learn(w, e, before, (w * items + e) * width, seen)
  }
}

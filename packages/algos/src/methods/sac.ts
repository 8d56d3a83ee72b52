/** Soft actor-critic: `sac`; its fields, `SAC_FIELDS`. */
import { type AlgorithmDefinition, type Schema, integer, number } from '@gauntlet/core'
import {
  activationField,
  discountField,
  hiddenField,
  learningRateField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface SacConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly bufferSize: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly targetRate: number
  readonly policyEvery: number
  readonly batchSize: number
  readonly policyLearningRate: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** What SAC can be told. */
export const SAC_FIELDS: Schema<SacConfiguration> = {
  worlds: worldsField(1),
  discount: discountField(0.99),
  bufferSize: integer({
    default: 1_000_000,
    minimum: 1,
    maximum: 10_000_000,
    description: 'Transitions kept',
  }),
  learningStarts: integer({
    default: 5000,
    minimum: 0,
    description: 'World steps before the first update, whose actions are drawn evenly',
  }),
  trainEvery: integer({ default: 1, minimum: 1, description: 'World steps from update to update' }),
  targetEvery: integer({
    default: 1,
    minimum: 1,
    description: 'World steps from one move of the target networks to the next',
  }),
  targetRate: number({
    default: 0.005,
    minimum: 0,
    maximum: 1,
    description: 'τ: share of the way that target networks move',
  }),
  policyEvery: integer({
    default: 1,
    minimum: 1,
    description: 'Updates of the critics from one of the policy to the next',
  }),
  batchSize: integer({ default: 256, minimum: 1, description: 'Transitions of an update' }),
  policyLearningRate: learningRateField(3e-4),
  learningRate: learningRateField(1e-3),
  hidden: hiddenField(256, 256),
  activation: activationField('relu'),
}

/**
 * SAC: two Q-functions learn min Q̄(s', a') - α log π(a' | s'), the policy, normal distributions squeezed into the box, learns to be
 * valued by the lesser of them and to stay undecided, and α moves so that its entropy comes to -1 for every dimension, measured in
 * units of the box. Defaults are those of CleanRL's `sac_continuous_action.py`.
 *
 * Source: Haarnoja et al. 2019, Soft Actor-Critic Algorithms and Applications. Differs: the policy learns at every update, where
 * CleanRL's learns twice at every second; densities are those of actions in units of the box, not of the environment.
 */
export const sac: AlgorithmDefinition<SacConfiguration> = defineMethod<SacConfiguration>({
  id: 'sac',
  version: 2,
  family: 'off-policy actor-critic',
  summary: 'Actor-critic from replay that is paid for entropy, with two Q-functions and its own temperature',
  source: 'Haarnoja et al. 2019, Soft Actor-Critic Algorithms and Applications',
  recipe: {
    policy: [{ part: 'squashed-gaussian', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'transitions', parameters: { uniformSteps: '$learningStarts' } }],
    store: [{ part: 'ring', parameters: { capacity: '$bufferSize' } }],
    critic: [
      {
        part: 'twin-q',
        parameters: {
          hidden: '$hidden',
          activation: '$activation',
          every: '$targetEvery',
          rate: '$targetRate',
        },
      },
    ],
    estimator: [{ part: 'td-soft' }],
    objective: [{ part: 'q-regression' }, { part: 'reparameterised' }],
    regulariser: [{ part: 'auto-alpha', parameters: { learningRate: '$learningRate' } }],
    optimiser: [
      { part: 'adam', parameters: { of: 'policy', learningRate: '$policyLearningRate' } },
      { part: 'adam', parameters: { of: 'critics', learningRate: '$learningRate' } },
    ],
    trainer: [
      {
        part: 'off-policy',
        parameters: {
          discount: '$discount',
          learningStarts: '$learningStarts',
          trainEvery: '$trainEvery',
          policyEvery: '$policyEvery',
          batchSize: '$batchSize',
        },
      },
    ],
  },
  configuration: SAC_FIELDS,
})

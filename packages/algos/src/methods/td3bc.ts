/** TD3 that stays near what was done: `td3bc`; what offline critics can be told, `OFFLINE_FIELDS`. */
import { type AlgorithmDefinition, type Schema, integer, number } from '@gauntlet/core'
import { discountField, hiddenField, learningRateField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { BC_FIELDS, type BcConfiguration } from './bc.ts'

export interface OfflineConfiguration extends Omit<BcConfiguration, 'network'> {
  readonly discount: number
  readonly targetRate: number
  readonly policyEvery: number
}

/** What offline learners with a critic can be told. */
export const OFFLINE_FIELDS: Schema<OfflineConfiguration> = {
  ...BC_FIELDS,
  learningRate: learningRateField(3e-4),
  hidden: hiddenField(256, 256),
  discount: discountField(0.99),
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
}

export interface Td3bcConfiguration extends OfflineConfiguration {
  readonly alpha: number
}

/**
 * TD3 on a dataset, whose policy is besides drawn to what was done; values are brought to the scale of that first. Defaults are those
 * of CORL.
 *
 * Source: Fujimoto and Gu 2021, A Minimalist Approach to Offline Reinforcement Learning. Differs: observations are not standardised.
 */
export const td3bc: AlgorithmDefinition<Td3bcConfiguration> = defineMethod<Td3bcConfiguration>({
  id: 'td3bc',
  version: 1,
  family: 'offline',
  summary: 'TD3 on a dataset with a squared error that holds its policy near what was done',
  source: 'Fujimoto and Gu 2021, A Minimalist Approach to Offline Reinforcement Learning',
  recipe: {
    policy: [
      { part: 'deterministic', parameters: { hidden: '$hidden', activation: '$activation', noise: 0 } },
    ],
    store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
    critic: [
      {
        part: 'twin-q',
        parameters: { hidden: '$hidden', activation: '$activation', every: 2, rate: '$targetRate' },
      },
    ],
    estimator: [{ part: 'td-twin' }],
    objective: [{ part: 'q-regression' }, { part: 'deterministic-cloning', parameters: { alpha: '$alpha' } }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
    trainer: [
      {
        part: 'offline',
        parameters: {
          discount: '$discount',
          policyEvery: '$policyEvery',
          batchSize: '$batchSize',
          stepsPerUpdate: '$stepsPerUpdate',
        },
      },
    ],
  },
  configuration: {
    ...OFFLINE_FIELDS,
    policyEvery: integer({
      default: 2,
      minimum: 1,
      description: 'Updates of the critics from one of the policy to the next',
    }),
    alpha: number({ default: 2.5, minimum: 0, description: 'α: what value weighs beside cloning' }),
  },
})

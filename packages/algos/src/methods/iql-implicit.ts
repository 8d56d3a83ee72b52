/** Implicit Q-learning: `iqlImplicit`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { OFFLINE_FIELDS, type OfflineConfiguration } from './td3bc.ts'

export interface IqlImplicitConfiguration extends Omit<OfflineConfiguration, 'policyEvery'> {
  readonly expectile: number
  readonly beta: number
  readonly cap: number
}

const { policyEvery: _policyEvery, ...fields } = OFFLINE_FIELDS

/**
 * Q-learning on a dataset that asks after no action but those in it: V learns an expectile of Q over what was done, near the best of
 * it, Q learns r + γ V(s'), and the policy clones what was done by exp(β (Q - V)). Defaults are those of CORL for locomotion.
 *
 * Source: Kostrikov, Nair and Levine 2022, Offline Reinforcement Learning with Implicit Q-Learning, algorithm 1; in an update V
 * goes first, as in its authors' code. Differs: observations and rewards are as they are, step sizes do not fall, and in a
 * box the policy is squeezed whole, not its mean alone, and its deviations depend on the observation.
 */
export const iqlImplicit: AlgorithmDefinition<IqlImplicitConfiguration> =
  defineMethod<IqlImplicitConfiguration>({
    id: 'iql-implicit',
    version: 1,
    family: 'offline',
    summary:
      'Values of nearly the best that was done in a dataset, and likelihood weighted by what is above them',
    source: 'Kostrikov, Nair and Levine 2022, Offline Reinforcement Learning with Implicit Q-Learning',
    recipe: {
      policy: [{ part: 'bounded-mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
      store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
      critic: [
        {
          part: 'twin-q',
          parameters: { hidden: '$hidden', activation: '$activation', every: 1, rate: '$targetRate' },
        },
        {
          part: 'state-value',
          parameters: { hidden: '$hidden', activation: '$activation', expectile: '$expectile' },
        },
      ],
      estimator: [{ part: 'td-state' }],
      objective: [
        { part: 'q-regression' },
        { part: 'value-weighted', parameters: { beta: '$beta', cap: '$cap' } },
      ],
      optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
      trainer: [
        {
          part: 'offline',
          parameters: { discount: '$discount', batchSize: '$batchSize', stepsPerUpdate: '$stepsPerUpdate' },
        },
      ],
    },
    configuration: {
      ...fields,
      expectile: number({
        default: 0.7,
        minimum: 0,
        maximum: 1,
        description: 'τ: ½ for the mean of what was done, towards 1 for the best of it',
      }),
      beta: number({ default: 3, minimum: 0, description: 'β of the weights exp(β A)' }),
      cap: number({ default: 100, minimum: 0, description: 'The greatest weight' }),
    },
  })

/** Conservative Q-learning in a box: `cqlContinuous`. */
import { type AlgorithmDefinition, integer } from '@gauntlet/core'
import { coefficientField, hiddenField, learningRateField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { OFFLINE_FIELDS, type OfflineConfiguration } from './td3bc.ts'

export interface CqlContinuousConfiguration extends Omit<OfflineConfiguration, 'policyEvery'> {
  readonly policyLearningRate: number
  readonly conservatism: number
  readonly draws: number
}

const { policyEvery: _policyEvery, ...fields } = OFFLINE_FIELDS

/**
 * SAC on a dataset, with a penalty that holds the values of what was not done below that of what was: CQL(H), whose integral over the
 * box is estimated from actions drawn evenly and by the policy. Targets are not paid for entropy. Defaults are those of CORL.
 *
 * Source: Kumar et al. 2020, Conservative Q-Learning for Offline Reinforcement Learning, equation 4. Differs: the
 * penalty's weight is given, not learnt, as in CORL.
 */
export const cqlContinuous: AlgorithmDefinition<CqlContinuousConfiguration> =
  defineMethod<CqlContinuousConfiguration>({
    id: 'cql-continuous',
    version: 1,
    family: 'offline',
    summary: 'SAC on a dataset that holds down the values of what was not done',
    source: 'Kumar et al. 2020, Conservative Q-Learning for Offline Reinforcement Learning',
    recipe: {
      policy: [{ part: 'squashed-gaussian', parameters: { hidden: '$hidden', activation: '$activation' } }],
      store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
      critic: [
        {
          part: 'twin-q',
          parameters: { hidden: '$hidden', activation: '$activation', every: 1, rate: '$targetRate' },
        },
      ],
      estimator: [{ part: 'td-soft', parameters: { paid: false } }],
      objective: [
        { part: 'q-regression' },
        { part: 'conservative', parameters: { coefficient: '$conservatism', draws: '$draws' } },
        { part: 'reparameterised' },
      ],
      regulariser: [{ part: 'auto-alpha', parameters: { learningRate: '$policyLearningRate' } }],
      optimiser: [
        { part: 'adam', parameters: { of: 'policy', learningRate: '$policyLearningRate' } },
        { part: 'adam', parameters: { of: 'critics', learningRate: '$learningRate' } },
      ],
      trainer: [
        {
          part: 'offline',
          parameters: {
            discount: '$discount',
            batchSize: '$batchSize',
            stepsPerUpdate: '$stepsPerUpdate',
          },
        },
      ],
    },
    configuration: {
      ...fields,
      hidden: hiddenField(256, 256, 256),
      policyLearningRate: learningRateField(3e-5),
      conservatism: coefficientField(10, 'the penalty of what was not done'),
      draws: integer({
        default: 10,
        minimum: 1,
        description:
          'Actions held down for every row: drawn evenly, by the policy, and by it for what comes next',
      }),
    },
  })

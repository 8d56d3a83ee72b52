/** Conservative Q-learning: `cql`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { coefficientField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { OFFLINE_FIELDS, type OfflineConfiguration } from './td3bc.ts'

export interface CqlConfiguration extends Omit<OfflineConfiguration, 'policyEvery'> {
  readonly conservatism: number
}

const { policyEvery: _policyEvery, ...fields } = OFFLINE_FIELDS

/**
 * Double DQN on a dataset, with a penalty that holds the values of what was not done below that of what was: CQL(H).
 *
 * Source: Kumar et al. 2020, Conservative Q-Learning for Offline Reinforcement Learning, equation 4. Differs: choices only; the
 * target network follows a little at every update.
 */
export const cql: AlgorithmDefinition<CqlConfiguration> = defineMethod<CqlConfiguration>({
  id: 'cql',
  version: 1,
  family: 'offline',
  summary: 'Q-learning on a dataset that holds down the values of what was not done',
  source: 'Kumar et al. 2020, Conservative Q-Learning for Offline Reinforcement Learning',
  recipe: {
    policy: [{ part: 'epsilon-greedy', parameters: { start: 0, end: 0 } }],
    store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
    critic: [
      {
        part: 'q',
        parameters: { hidden: '$hidden', activation: '$activation', every: 1, rate: '$targetRate' },
      },
    ],
    estimator: [{ part: 'td-double' }],
    objective: [
      { part: 'q-regression' },
      { part: 'conservative', parameters: { coefficient: '$conservatism' } },
    ],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
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
  configuration: { ...fields, conservatism: coefficientField(1, 'the penalty of what was not done') },
})

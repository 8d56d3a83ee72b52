/** Advantage-weighted actor-critic: `awac`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { OFFLINE_FIELDS, type OfflineConfiguration } from './td3bc.ts'

export interface AwacConfiguration extends OfflineConfiguration {
  readonly temperature: number
  readonly cap: number
}

/**
 * Cloning in which what was done counts the more, the better it is than what the policy does: exp(A / λ), with critics that value
 * the policy's own next action.
 *
 * Source: Nair et al. 2020, AWAC, algorithm 1, its offline phase; the cap of the weights as in CORL.
 */
export const awac: AlgorithmDefinition<AwacConfiguration> = defineMethod<AwacConfiguration>({
  id: 'awac',
  version: 1,
  family: 'offline',
  summary: 'Likelihood of what was done, weighted by the exponential of its advantage',
  source: 'Nair et al. 2020, AWAC: Accelerating Online Reinforcement Learning with Offline Datasets',
  recipe: {
    policy: [{ part: 'bounded-mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
    critic: [
      {
        part: 'twin-q',
        parameters: { hidden: '$hidden', activation: '$activation', every: 1, rate: '$targetRate' },
      },
    ],
    estimator: [{ part: 'td-soft' }],
    objective: [
      { part: 'q-regression' },
      { part: 'advantage-weighted', parameters: { temperature: '$temperature', cap: '$cap' } },
    ],
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
    temperature: number({ default: 1, minimum: 1e-6, description: 'λ of the weights exp(A / λ)' }),
    cap: number({ default: 100, minimum: 0, description: 'The greatest weight' }),
  },
})

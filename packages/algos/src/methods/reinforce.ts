/** REINFORCE: `reinforce`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import {
  activationField,
  coefficientField,
  discountField,
  hiddenField,
  learningRateField,
  mostStepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface ReinforceConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly discount: number
  readonly entropyCoefficient: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * The likelihood-ratio gradient of whole episodes, one update for every batch of them, their rewards to go
 * standardised over the batch (whose mean is the baseline).
 *
 * Source: Williams 1992, sections 3 and 4.
 */
export const reinforce: AlgorithmDefinition<ReinforceConfiguration> = defineMethod<ReinforceConfiguration>({
  id: 'reinforce',
  version: 4,
  family: 'policy gradient',
  summary: 'Likelihood-ratio gradient of whole episodes, rewards to go standardised over a batch',
  source: 'Williams 1992, Simple Statistical Gradient-Following Algorithms',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'episodes', parameters: { mostSteps: '$steps' } }],
    estimator: [{ part: 'monte-carlo' }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'advantage' }],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-8 } }],
    trainer: [
      {
        part: 'on-policy',
        parameters: { discount: '$discount', standardises: true, standardisedOver: 'rollout' },
      },
    ],
  },
  configuration: {
    worlds: worldsField(10),
    steps: mostStepsField(128),
    discount: discountField(0.99),
    entropyCoefficient: coefficientField(0, 'the entropy'),
    learningRate: learningRateField(1e-3),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
})

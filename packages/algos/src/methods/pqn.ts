/** Q-learning without a replay buffer: `pqn`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import {
  activationField,
  annealField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  learningRateField,
  minibatchesField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { DQN_FIELDS } from './dqn.ts'

export interface PqnConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationShare: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly anneal: boolean
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * PQN: regression of Q(s, a) on Q(λ) returns of what was just collected, in minibatches over several epochs, without replay and
 * without a target network; hidden layers are normalised. Defaults are those of CleanRL's `pqn.py`.
 *
 * Source: Gallici et al. 2025, algorithm 1.
 */
export const pqn: AlgorithmDefinition<PqnConfiguration> = defineMethod<PqnConfiguration>({
  id: 'pqn',
  version: 3,
  family: 'value',
  summary: 'Q-learning on Q(λ) returns of fresh rollouts, without replay or target network',
  source: 'Gallici et al. 2025, Simplifying Deep Temporal Difference Learning',
  recipe: {
    policy: [
      {
        part: 'q-network',
        parameters: {
          hidden: '$hidden',
          activation: '$activation',
          start: '$explorationStart',
          end: '$explorationEnd',
          share: '$explorationShare',
        },
      },
    ],
    collector: [{ part: 'steps', parameters: { steps: '$steps' } }],
    critic: [{ part: 'greatest-q' }],
    estimator: [{ part: 'q-lambda', parameters: { lambda: '$lambda' } }],
    objective: [{ part: 'return-regression' }],
    optimiser: [
      { part: 'radam', parameters: { learningRate: '$learningRate' } },
      { part: 'linear', parameters: { falls: '$anneal' } },
      { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
    ],
    trainer: [
      {
        part: 'on-policy',
        parameters: { discount: '$discount', epochs: '$epochs', minibatches: '$minibatches' },
      },
    ],
  },
  configuration: {
    worlds: worldsField(4),
    steps: stepsField(128),
    epochs: epochsField(4),
    minibatches: minibatchesField(4),
    discount: discountField(0.99),
    lambda: number({ default: 0.65, minimum: 0, maximum: 1, description: 'λ of the Q(λ) returns' }),
    explorationStart: DQN_FIELDS.explorationStart,
    explorationEnd: DQN_FIELDS.explorationEnd,
    explorationShare: DQN_FIELDS.explorationShare,
    maximumGradientNorm: gradientNormField(10),
    learningRate: learningRateField(2.5e-4),
    anneal: annealField(true),
    hidden: hiddenField(120, 84),
    activation: activationField('relu'),
  },
})

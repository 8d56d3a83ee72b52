/** Advantage actor-critic: `a2c`. */
import { type AlgorithmDefinition } from '@gauntlet/core'
import {
  activationField,
  coefficientField,
  discountField,
  gradientNormField,
  hiddenField,
  lambdaField,
  learningRateField,
  scaleRewardsField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { normalisesField } from '../critics/return-scale.ts'
import { defineMethod } from '../recipe/method.ts'

export interface A2cConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly discount: number
  readonly lambda: number
  readonly normaliseValues: boolean
  readonly scaleRewards: boolean
  readonly entropyCoefficient: number
  readonly valueCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * A2C: the synchronous form of A3C. One step of RMSProp for every few steps of many worlds, on n-step advantages.
 * Defaults are those of OpenAI Baselines' `a2c`, but that the step size does not fall; Stable-Baselines3 has fewer worlds
 * and no entropy bonus. It is PPO with one epoch, one minibatch, plain advantages and a value loss that is not halved.
 *
 * Source: Mnih et al. 2016, algorithm S3; Huang et al. 2022 (A2C is a special case of PPO).
 */
export const a2c: AlgorithmDefinition<A2cConfiguration> = defineMethod<A2cConfiguration>({
  id: 'a2c',
  version: 4,
  family: 'policy gradient',
  summary: 'Policy gradient with n-step advantages and a value baseline, one update for every few steps',
  source: 'Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'steps', parameters: { steps: '$steps' } }],
    'reward-transform': [{ part: 'return-scale', parameters: { scales: '$scaleRewards' } }],
    critic: [
      {
        part: 'value',
        parameters: {
          hidden: '$hidden',
          activation: '$activation',
          coefficient: '$valueCoefficient',
          halved: false,
          normalises: '$normaliseValues',
        },
      },
    ],
    estimator: [{ part: 'gae', parameters: { lambda: '$lambda' } }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'advantage' }],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [
      { part: 'rmsprop', parameters: { learningRate: '$learningRate', epsilon: 1e-5 } },
      { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
    ],
    trainer: [{ part: 'on-policy', parameters: { discount: '$discount' } }],
  },
  configuration: {
    worlds: worldsField(16),
    steps: stepsField(5),
    discount: discountField(0.99),
    lambda: lambdaField(1),
    normaliseValues: normalisesField(false),
    scaleRewards: scaleRewardsField(false),
    entropyCoefficient: coefficientField(0.01, 'the entropy'),
    valueCoefficient: coefficientField(0.5, 'the value loss'),
    maximumGradientNorm: gradientNormField(0.5),
    learningRate: learningRateField(7e-4),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
})

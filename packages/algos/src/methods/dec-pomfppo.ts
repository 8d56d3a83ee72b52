/** PPO of a whole population's rule: `decPomfppo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import {
  activationField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  klTargetField,
  lambdaField,
  learningRateField,
  minibatchesField,
  scaleRewardsField,
  standardiseField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { ppo } from './ppo.ts'

export interface DecPomfppoConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly clip: number
  readonly klTarget: number
  readonly standardise: boolean
  readonly scaleRewards: boolean
  readonly valueCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * PPO of one agent that sees what a population does as a distribution and gives all of its members their decision rule: the upper level of a
 * decentralised mean-field control problem. The view (kernels, rules) is the environment's or an adapter's; agents act by the rule alone.
 * PPO's constants are the authors', with RLlib's penalty on the divergence beside the clip.
 *
 * Source: Cui, Hauck, Fabian and Koeppl 2024, Learning decentralized partially observable mean field control for artificial collective
 * behavior, algorithm 1 and appendix.
 */
export const decPomfppo: AlgorithmDefinition<DecPomfppoConfiguration> = defineMethod<DecPomfppoConfiguration>(
  {
    id: 'dec-pomfppo',
    version: 3,
    family: 'mean field',
    summary: 'PPO of the rule that all members of a population follow',
    source:
      'Cui, Hauck, Fabian and Koeppl 2024, Learning Decentralized Partially Observable Mean Field Control',
    recipe: {
      ...ppo.recipe,
      policy: [{ part: 'population-mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
      critic: [
        {
          part: 'value',
          parameters: { hidden: '$hidden', activation: '$activation', coefficient: '$valueCoefficient' },
        },
      ],
      regulariser: [{ part: 'kl-target', parameters: { target: '$klTarget' } }],
      optimiser: [
        { part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-8 } },
        { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
      ],
    },
    configuration: {
      worlds: worldsField(8),
      steps: stepsField(500),
      epochs: epochsField(5),
      minibatches: minibatchesField(4),
      discount: discountField(0.99),
      lambda: lambdaField(1),
      clip: clipField(0.2),
      klTarget: klTargetField(0.03),
      standardise: standardiseField(true),
      scaleRewards: scaleRewardsField(true),
      valueCoefficient: coefficientField(1, 'the value loss'),
      maximumGradientNorm: gradientNormField(0),
      learningRate: learningRateField(5e-5),
      hidden: hiddenField(256, 256),
      activation: activationField('tanh'),
    },
  },
)

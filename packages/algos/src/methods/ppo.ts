/** Proximal policy optimisation: `ppo`. */
import { type AlgorithmDefinition, boolean } from '@gauntlet/core'
import {
  activationField,
  annealField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  lambdaField,
  learningRateField,
  minibatchesField,
  scaleRewardsField,
  standardiseField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { normalisesField } from '../critics/return-scale.ts'
import { defineMethod } from '../recipe/method.ts'

export interface PpoConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly clip: number
  readonly clipValues: boolean
  readonly normaliseValues: boolean
  readonly standardise: boolean
  readonly scaleRewards: boolean
  readonly entropyCoefficient: number
  readonly valueCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly anneal: boolean
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * PPO with a clipped ratio, generalised advantages, several epochs of shuffled minibatches, an entropy bonus and a
 * clipped value loss. Defaults are those of CleanRL's `ppo.py`. Every agent is a row: parameters are shared.
 *
 * Source: Schulman et al. 2017, algorithm 1 and equation 9; Huang et al. 2022, the implementation details.
 * Differs: an episode that was cut off is bootstrapped from its last observation, which CleanRL leaves out.
 */
export const ppo: AlgorithmDefinition<PpoConfiguration> = defineMethod<PpoConfiguration>({
  id: 'ppo',
  version: 4,
  family: 'policy gradient',
  summary: 'Clipped policy gradient with generalised advantages and a value baseline',
  source: 'Schulman et al. 2017, Proximal Policy Optimization Algorithms; Huang et al. 2022',
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
          clipped: '$clipValues',
          clip: '$clip',
          normalises: '$normaliseValues',
        },
      },
    ],
    estimator: [{ part: 'gae', parameters: { lambda: '$lambda' } }],
    objective: [
      { part: 'clip', parameters: { low: '$clip', high: '$clip' } },
      { part: 'old' },
      { part: 'advantage' },
    ],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [
      { part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-5 } },
      { part: 'linear', parameters: { falls: '$anneal' } },
      { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
    ],
    trainer: [
      {
        part: 'on-policy',
        parameters: {
          discount: '$discount',
          epochs: '$epochs',
          minibatches: '$minibatches',
          standardises: '$standardise',
        },
      },
    ],
  },
  configuration: {
    worlds: worldsField(4),
    steps: stepsField(128),
    epochs: epochsField(4),
    minibatches: minibatchesField(4),
    discount: discountField(0.99),
    lambda: lambdaField(0.95),
    clip: clipField(0.2),
    clipValues: boolean({ default: true, description: 'Whether values are held within ε of the old ones' }),
    normaliseValues: normalisesField(false),
    standardise: standardiseField(true),
    scaleRewards: scaleRewardsField(false),
    entropyCoefficient: coefficientField(0.01, 'the entropy'),
    valueCoefficient: coefficientField(0.5, 'the value loss'),
    maximumGradientNorm: gradientNormField(0.5),
    learningRate: learningRateField(2.5e-4),
    anneal: annealField(true),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
})

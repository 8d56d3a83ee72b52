/** Post-decision proximal policy optimisation, as published: `pdppo`. */
import type { AlgorithmDefinition, Recipe, Schema } from '@gauntlet/core'
import {
  activationField,
  annealField,
  clipField,
  coefficientField,
  criticActivationField,
  criticRateField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  learningRateField,
  minibatchesField,
  stepsField,
  weightDecayField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface PdppoConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly clip: number
  readonly entropyCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly criticLearningRate: number
  readonly weightDecay: number
  readonly anneal: boolean
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
  readonly criticActivation: 'tanh' | 'relu'
}

/** Fields of PDPPO, and of its second generation. */
export const PDPPO_FIELDS: Schema<PdppoConfiguration> = {
  worlds: worldsField(4),
  steps: stepsField(1000),
  epochs: epochsField(60),
  minibatches: minibatchesField(1),
  discount: discountField(0.99),
  clip: clipField(0.2),
  entropyCoefficient: coefficientField(0.012, 'the entropy'),
  maximumGradientNorm: gradientNormField(1),
  learningRate: learningRateField(5.5e-4),
  criticLearningRate: criticRateField(1e-3),
  weightDecay: weightDecayField(1e-3),
  anneal: annealField(false),
  hidden: hiddenField(128, 128),
  activation: activationField('relu'),
  criticActivation: criticActivationField('tanh'),
}

/** PPO's. */
export const PDPPO_POLICY_OBJECTIVE: NonNullable<Recipe['objective']> = [
  { part: 'clip', parameters: { low: '$clip', high: '$clip' } },
  { part: 'old' },
  { part: 'advantage' },
]

const CRITIC = { hidden: '$hidden', activation: '$criticActivation', coefficient: 1 }

/**
 * PPO with a second critic of the post-decision state sˣ, where the decision has been made and chance has not yet acted. Both
 * learn Z, the standardised sum of discounted rewards: A = Z - min(V(s), Vˣ(sˣ)), and of the two losses only that of the
 * critic that promises less counts: ½ (min(V, Vˣ) - Z)².
 *
 * Source: Felizardo et al. 2025 (arXiv 2504.05150); code leokan92/pdppo, generation A (commit 4b36c77), whose defaults these are.
 * Differs: all layers of the actor are trained (there, in one of its files, the last alone).
 */
export const pdppo: AlgorithmDefinition<PdppoConfiguration> = defineMethod<PdppoConfiguration>({
  id: 'pdppo',
  version: 5,
  family: 'policy gradient',
  summary:
    'PPO with a second critic of the state between decision and chance; the lesser value is the baseline',
  source: 'Felizardo et al. 2025, Post-Decision Proximal Policy Optimization with Dual Critic Networks',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'steps', parameters: { steps: '$steps', postDecisions: true } }],
    critic: [
      { part: 'value', parameters: CRITIC },
      { part: 'post-decision-value', parameters: CRITIC },
    ],
    estimator: [{ part: 'pdppo' }],
    objective: [...PDPPO_POLICY_OBJECTIVE, { part: 'lesser-critic' }],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [
      {
        part: 'adam',
        parameters: { of: 'policy', learningRate: '$learningRate', weightDecay: '$weightDecay' },
      },
      {
        part: 'adam',
        parameters: { of: 'critics', learningRate: '$criticLearningRate', weightDecay: '$weightDecay' },
      },
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
  configuration: PDPPO_FIELDS,
})

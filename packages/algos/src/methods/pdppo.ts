/** Post-decision proximal policy optimisation: `pdppo`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import {
  activationField,
  annealField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  learningRateField,
  minibatchesField,
  scaleRewardsField,
  standardiseField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { ppo } from './ppo.ts'

export interface PdppoConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly clip: number
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

const CRITIC = { hidden: '$hidden', activation: '$activation', coefficient: '$valueCoefficient' }

/**
 * PPO with a second critic of the post-decision state sˣ, where the decision has been made and chance has not yet acted.
 * Both critics are taught the return R of the decision; its advantage is max(R - V(s), R - Vˣ(sˣ)). Rewards are in the
 * scale of returns. Clip, discount, step size, steps of a rollout, entropy bonus and layers are those of the published
 * code's second generation; its 40 passes over a whole rollout are 10 over four minibatches.
 *
 * Source: Felizardo et al. 2025 (arXiv 2504.05150); code leokan92/pdppo, generations A (commit 4b36c77) and B (bf3f368).
 * Differs: Vˣ is taught the whole return, as in A, and so is the value of sˣ. In B it is taught the discounted costs of
 * decisions alone, which are no value of sˣ, and which an environment need not tell from the costs of chance. All layers
 * of the actor are trained (B: the last alone), on the last rollout (B: on the last five, with old probabilities).
 * Critics have the actor's step size (B: 1e-3) and activation; a rollout that ends before its episodes, and an episode
 * that was cut off, is bootstrapped from V.
 */
export const pdppo: AlgorithmDefinition<PdppoConfiguration> = defineMethod<PdppoConfiguration>({
  id: 'pdppo',
  version: 2,
  family: 'policy gradient',
  summary:
    'PPO with a second critic of the state between decision and chance, and the greater of two advantages',
  source: 'Felizardo et al. 2025, Post-Decision Proximal Policy Optimization with Dual Critic Networks',
  recipe: {
    ...ppo.recipe,
    collector: [{ part: 'steps', parameters: { steps: '$steps', postDecisions: true } }],
    critic: [
      { part: 'value', parameters: CRITIC },
      { part: 'post-decision-value', parameters: CRITIC },
    ],
    estimator: [{ part: 'gae', parameters: { lambda: '$lambda' } }, { part: 'greater-advantage' }],
  },
  configuration: {
    worlds: worldsField(4),
    steps: stepsField(100),
    epochs: epochsField(10),
    minibatches: minibatchesField(4),
    discount: discountField(0.9),
    lambda: number({
      default: 1,
      minimum: 0,
      maximum: 1,
      description: 'λ of the return R; 1 for the sum of discounted rewards',
    }),
    clip: clipField(0.2),
    standardise: standardiseField(true),
    scaleRewards: scaleRewardsField(true),
    entropyCoefficient: coefficientField(0.001, 'the entropy'),
    valueCoefficient: coefficientField(0.5, 'the value losses'),
    maximumGradientNorm: gradientNormField(1),
    learningRate: learningRateField(5.5e-4),
    anneal: annealField(false),
    hidden: hiddenField(128, 128),
    activation: activationField('tanh'),
  },
})

/** Post-decision proximal policy optimisation: `pdppo`. */
import { type AlgorithmDefinition, defineAlgorithm, number } from '@gauntlet/core'
import { collectSteps } from './collectors/steps.ts'
import {
  ADAM,
  DECISION_MEAN,
  ENTROPY_BONUS,
  MLP_POLICY,
  compose,
  mlpActor,
  mlpCritic,
  mlpPostDecisionCritic,
} from './composition.ts'
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
} from './configuration.ts'
import { PostDecisionCritic, StateCritic } from './critic.ts'
import { gae } from './estimators/gae.ts'
import { greaterAdvantage } from './estimators/greater-advantage.ts'
import { loadBackend } from './networks/backends.ts'
import { clippedRatio, squaredError } from './objectives.ts'
import { adam } from './optimisers/adam.ts'
import { REWARD_SCALE, scaleRewards } from './rewards.ts'
import { ON_POLICY, onPolicyLearner } from './trainers/on-policy.ts'

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
export const pdppo: AlgorithmDefinition<PdppoConfiguration> = defineAlgorithm<PdppoConfiguration>({
  id: 'pdppo',
  version: 2,
  family: 'policy gradient',
  summary:
    'PPO with a second critic of the state between decision and chance, and the greater of two advantages',
  source: 'Felizardo et al. 2025, Post-Decision Proximal Policy Optimization with Dual Critic Networks',
  trains: true,
  ...compose([
    MLP_POLICY,
    collectSteps(1, true).part,
    REWARD_SCALE,
    StateCritic.part,
    PostDecisionCritic.part,
    greaterAdvantage(gae(1)).part,
    clippedRatio(0).part,
    DECISION_MEAN,
    ENTROPY_BONUS,
    ADAM,
    ON_POLICY,
  ]),
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
  async create({ spec, configuration, seed, backend: name }) {
    const { steps, lambda, clip, standardise, anneal, scaleRewards: scaled, ...rest } = configuration
    const backend = await loadBackend(name)
    return onPolicyLearner(
      {
        ...rest,
        actor: mlpActor(backend, spec, configuration, seed),
        critics: [
          mlpCritic(backend, spec, configuration, seed),
          mlpPostDecisionCritic(backend, spec, configuration, seed),
        ],
        collector: collectSteps(steps, true),
        rewardTransform: scaled ? scaleRewards() : undefined,
        estimator: greaterAdvantage(gae(lambda)),
        objective: clippedRatio(clip),
        valueLoss: squaredError,
        optimiser: (sizes) => adam(sizes, { epsilon: 1e-5 }),
        annealed: anneal,
        standardised: standardise ? 'minibatch' : 'not',
      },
      seed,
    )
  },
})

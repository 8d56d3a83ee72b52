/** Advantage actor-critic: `a2c`. */
import { type AlgorithmDefinition, defineAlgorithm } from '@gauntlet/core'
import { collectSteps } from './collectors/steps.ts'
import {
  DECISION_MEAN,
  ENTROPY_BONUS,
  MLP_POLICY,
  RMSPROP,
  compose,
  mlpActor,
  mlpCritic,
} from './composition.ts'
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
} from './configuration.ts'
import { StateCritic } from './critic.ts'
import { gae } from './estimators/gae.ts'
import { loadBackend } from './networks/backends.ts'
import { policyGradient, wholeSquaredError } from './objectives.ts'
import { rmsprop } from './optimisers/rmsprop.ts'
import { REWARD_SCALE, scaleRewards } from './rewards.ts'
import { ON_POLICY, onPolicyLearner } from './trainers/on-policy.ts'

export interface A2cConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly discount: number
  readonly lambda: number
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
export const a2c: AlgorithmDefinition<A2cConfiguration> = defineAlgorithm<A2cConfiguration>({
  id: 'a2c',
  version: 2,
  family: 'policy gradient',
  summary: 'Policy gradient with n-step advantages and a value baseline, one update for every few steps',
  source: 'Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning',
  trains: true,
  ...compose([
    MLP_POLICY,
    collectSteps(1).part,
    REWARD_SCALE,
    StateCritic.part,
    gae(1).part,
    policyGradient().part,
    DECISION_MEAN,
    ENTROPY_BONUS,
    RMSPROP,
    ON_POLICY,
  ]),
  configuration: {
    worlds: worldsField(16),
    steps: stepsField(5),
    discount: discountField(0.99),
    lambda: lambdaField(1),
    scaleRewards: scaleRewardsField(false),
    entropyCoefficient: coefficientField(0.01, 'the entropy'),
    valueCoefficient: coefficientField(0.5, 'the value loss'),
    maximumGradientNorm: gradientNormField(0.5),
    learningRate: learningRateField(7e-4),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
  async create({ spec, configuration, seed, backend: name }) {
    const { steps, lambda, scaleRewards: scaled, ...rest } = configuration
    const backend = await loadBackend(name)
    return onPolicyLearner(
      {
        ...rest,
        actor: mlpActor(backend, spec, configuration, seed),
        critics: [mlpCritic(backend, spec, configuration, seed)],
        collector: collectSteps(steps),
        rewardTransform: scaled ? scaleRewards() : undefined,
        estimator: gae(lambda),
        objective: policyGradient(),
        valueLoss: wholeSquaredError,
        optimiser: (sizes) => rmsprop(sizes, { epsilon: 1e-5 }),
        annealed: false,
        epochs: 1,
        minibatches: 1,
        standardised: 'not',
      },
      seed,
    )
  },
})

/** Proximal policy optimisation: `ppo`. */
import { type AlgorithmDefinition, boolean, defineAlgorithm } from '@gauntlet/core'
import { collectSteps } from './collectors/steps.ts'
import {
  ADAM,
  DECISION_MEAN,
  ENTROPY_BONUS,
  MLP_POLICY,
  compose,
  mlpActor,
  mlpCritic,
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
  lambdaField,
  learningRateField,
  minibatchesField,
  scaleRewardsField,
  standardiseField,
  stepsField,
  worldsField,
} from './configuration.ts'
import { StateCritic } from './critic.ts'
import { gae } from './estimators/gae.ts'
import { loadBackend } from './networks/backends.ts'
import { clippedRatio, clippedSquaredError, squaredError } from './objectives.ts'
import { adam } from './optimisers/adam.ts'
import { REWARD_SCALE, scaleRewards } from './rewards.ts'
import { ON_POLICY, onPolicyLearner } from './trainers/on-policy.ts'

export interface PpoConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly clip: number
  readonly clipValues: boolean
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
export const ppo: AlgorithmDefinition<PpoConfiguration> = defineAlgorithm<PpoConfiguration>({
  id: 'ppo',
  version: 2,
  family: 'policy gradient',
  summary: 'Clipped policy gradient with generalised advantages and a value baseline',
  source: 'Schulman et al. 2017, Proximal Policy Optimization Algorithms; Huang et al. 2022',
  trains: true,
  ...compose([
    MLP_POLICY,
    collectSteps(1).part,
    REWARD_SCALE,
    StateCritic.part,
    gae(1).part,
    clippedRatio(0).part,
    DECISION_MEAN,
    ENTROPY_BONUS,
    ADAM,
    ON_POLICY,
  ]),
  configuration: {
    worlds: worldsField(4),
    steps: stepsField(128),
    epochs: epochsField(4),
    minibatches: minibatchesField(4),
    discount: discountField(0.99),
    lambda: lambdaField(0.95),
    clip: clipField(0.2),
    clipValues: boolean({ default: true, description: 'Whether values are held within ε of the old ones' }),
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
  async create({ spec, configuration, seed, backend: name }) {
    const {
      steps,
      lambda,
      clip,
      clipValues,
      standardise,
      anneal,
      scaleRewards: scaled,
      ...rest
    } = configuration
    const backend = await loadBackend(name)
    return onPolicyLearner(
      {
        ...rest,
        actor: mlpActor(backend, spec, configuration, seed),
        critics: [mlpCritic(backend, spec, configuration, seed)],
        collector: collectSteps(steps),
        rewardTransform: scaled ? scaleRewards() : undefined,
        estimator: gae(lambda),
        objective: clippedRatio(clip),
        valueLoss: clipValues ? clippedSquaredError(clip) : squaredError,
        optimiser: (sizes) => adam(sizes, { epsilon: 1e-5 }),
        annealed: anneal,
        standardised: standardise ? 'minibatch' : 'not',
      },
      seed,
    )
  },
})

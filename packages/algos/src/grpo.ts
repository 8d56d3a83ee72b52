/** Group relative policy optimisation: `grpo`. */
import { type AlgorithmDefinition, ParameterError, defineAlgorithm, integer } from '@gauntlet/core'
import { collectEpisodes } from './collectors/episodes.ts'
import { ADAM, DECISION_MEAN, ENTROPY_BONUS, MLP_POLICY, compose, mlpActor } from './composition.ts'
import {
  activationField,
  clipField,
  coefficientField,
  gradientNormField,
  hiddenField,
  learningRateField,
  worldsField,
} from './configuration.ts'
import { groupStandardised, groupedAdvantage } from './estimators/grouped.ts'
import { loadBackend } from './networks/backends.ts'
import { clippedRatio, squaredError } from './objectives.ts'
import { adam } from './optimisers/adam.ts'
import { ON_POLICY, onPolicyLearner } from './trainers/on-policy.ts'

export interface GrpoConfiguration {
  readonly worlds: number
  readonly groupSize: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly clip: number
  readonly entropyCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

const advantage = groupedAdvantage('grpo', groupStandardised(1))

/**
 * PPO's clipped ratio without a critic: several worlds play one instance, and the return of an episode, standardised
 * within its group, is the advantage of every decision in it.
 *
 * Source: Shao et al. 2024 (DeepSeekMath), section 4.1, outcome supervision. Differs: no penalty towards a reference
 * policy, and losses are averaged over all decisions (β = 0 and token means, the defaults of TRL).
 */
export const grpo: AlgorithmDefinition<GrpoConfiguration> = defineAlgorithm<GrpoConfiguration>({
  id: 'grpo',
  version: 2,
  family: 'group objectives',
  summary: 'Clipped policy gradient with returns standardised among episodes of the same instance',
  source: 'Shao et al. 2024, DeepSeekMath, section 4.1',
  trains: true,
  ...compose([
    MLP_POLICY,
    collectEpisodes({ groupSize: 2, oneSteps: 1 }).part,
    advantage.part,
    clippedRatio(0).part,
    DECISION_MEAN,
    ENTROPY_BONUS,
    ADAM,
    ON_POLICY,
  ]),
  configuration: {
    worlds: worldsField(32),
    groupSize: integer({ default: 8, minimum: 2, description: 'Worlds that play the same instance' }),
    steps: integer({
      default: 128,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Steps of every world in a batch, where every step is an episode of its own',
    }),
    epochs: integer({ default: 4, minimum: 1, description: 'Passes over a batch' }),
    minibatches: integer({ default: 4, minimum: 1, description: 'Parts that a batch is cut into' }),
    clip: clipField(0.2),
    entropyCoefficient: coefficientField(0, 'the entropy'),
    maximumGradientNorm: gradientNormField(0.5),
    learningRate: learningRateField(1e-3),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
  check({ worlds, groupSize }) {
    if (worlds % groupSize === 0) return
    throw new ParameterError('grpo.worlds', worlds, `a multiple of groupSize, which is ${groupSize}`)
  },
  async create({ spec, configuration, seed, backend: name }) {
    const { steps, groupSize, clip, ...rest } = configuration
    const backend = await loadBackend(name)
    return onPolicyLearner(
      {
        ...rest,
        actor: mlpActor(backend, spec, configuration, seed),
        critics: [],
        collector: collectEpisodes({ groupSize, oneSteps: steps }),
        rewardTransform: undefined,
        estimator: advantage,
        objective: clippedRatio(clip),
        valueLoss: squaredError,
        optimiser: (sizes) => adam(sizes, { epsilon: 1e-8 }),
        discount: 1,
        annealed: false,
        standardised: 'not',
        valueCoefficient: 0,
      },
      seed,
    )
  },
})

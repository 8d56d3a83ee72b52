/** REINFORCE: `reinforce`. */
import { type AlgorithmDefinition, defineAlgorithm, integer } from '@gauntlet/core'
import { collectEpisodes } from './collectors/episodes.ts'
import { ADAM, DECISION_MEAN, ENTROPY_BONUS, MLP_POLICY, compose, mlpActor } from './composition.ts'
import {
  activationField,
  coefficientField,
  discountField,
  hiddenField,
  learningRateField,
  worldsField,
} from './configuration.ts'
import { monteCarlo } from './estimators/monte-carlo.ts'
import { loadBackend } from './networks/backends.ts'
import { policyGradient, squaredError } from './objectives.ts'
import { adam } from './optimisers/adam.ts'
import { ON_POLICY, onPolicyLearner } from './trainers/on-policy.ts'

export interface ReinforceConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly discount: number
  readonly entropyCoefficient: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * The likelihood-ratio gradient of whole episodes, one update for every batch of them, their rewards to go
 * standardised over the batch (whose mean is the baseline).
 *
 * Source: Williams 1992, sections 3 and 4.
 */
export const reinforce: AlgorithmDefinition<ReinforceConfiguration> = defineAlgorithm<ReinforceConfiguration>(
  {
    id: 'reinforce',
    version: 2,
    family: 'policy gradient',
    summary: 'Likelihood-ratio gradient of whole episodes, rewards to go standardised over a batch',
    source: 'Williams 1992, Simple Statistical Gradient-Following Algorithms',
    trains: true,
    ...compose([
      MLP_POLICY,
      collectEpisodes({ groupSize: 1, oneSteps: 1 }).part,
      monteCarlo().part,
      policyGradient().part,
      DECISION_MEAN,
      ENTROPY_BONUS,
      ADAM,
      ON_POLICY,
    ]),
    configuration: {
      worlds: worldsField(10),
      steps: integer({
        default: 128,
        minimum: 1,
        maximum: 1_000_000,
        description: 'Steps of every world in a batch, where every step is an episode of its own',
      }),
      discount: discountField(0.99),
      entropyCoefficient: coefficientField(0, 'the entropy'),
      learningRate: learningRateField(1e-3),
      hidden: hiddenField(64, 64),
      activation: activationField('tanh'),
    },
    async create({ spec, configuration, seed, backend: name }) {
      const { steps, ...rest } = configuration
      const backend = await loadBackend(name)
      return onPolicyLearner(
        {
          ...rest,
          actor: mlpActor(backend, spec, configuration, seed),
          critics: [],
          collector: collectEpisodes({ groupSize: 1, oneSteps: steps }),
          rewardTransform: undefined,
          estimator: monteCarlo(),
          objective: policyGradient(),
          valueLoss: squaredError,
          optimiser: (sizes) => adam(sizes, { epsilon: 1e-8 }),
          annealed: false,
          epochs: 1,
          minibatches: 1,
          standardised: 'rollout',
          valueCoefficient: 0,
          maximumGradientNorm: Infinity,
        },
        seed,
      )
    },
  },
)

/** Follower: `follower`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import {
  annealField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  lambdaField,
  learningRateField,
  minibatchesField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { type ResidualActorShape, checkShape, residualFields } from '../policies/residual-conv.ts'
import { defineMethod } from '../recipe/method.ts'

export interface FollowerConfiguration extends ResidualActorShape {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly lambda: number
  readonly clip: number
  readonly entropyCoefficient: number
  readonly valueCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly anneal: boolean
}

/**
 * PPO of every agent by the same parameters: one residual convolutional network, on planes of a grid, foretells actions and values. In
 * `mapf` with what its agents observe, and paid for waypoints, it learns to follow the planner, and when not to.
 *
 * Defaults are those of the light version (3,678 parameters where agents see 3 cells far): rollouts of 8 steps, of 256 agents in 8
 * worlds a batch of 16,384. Follower itself has 64 filters, 8 blocks, a dense layer of 512 and a memory.
 *
 * Source: Skrynnik et al. 2024, Learn to Follow (arXiv 2310.01207), section 4.2; learn-to-follow (commit d02680a), configurations.
 * Differs: a batch is passed through twice, in minibatches of 2048, where the original's is seen once, and the step size falls linearly
 * from 0.003, where it follows the divergence (lighter version) or is 0.00022: so a few million steps of agents are enough. All worlds
 * play on the parameters as they are, where the original's sampled 16 batches at a time and ran ahead.
 */
export const follower: AlgorithmDefinition<FollowerConfiguration> = defineMethod<FollowerConfiguration>({
  id: 'follower',
  version: 1,
  family: 'multi-agent',
  summary: 'PPO of one convolutional network that every agent on a grid acts by, to follow a planner’s paths',
  source:
    'Skrynnik et al. 2024, Learn to Follow: Decentralized Lifelong Multi-agent Pathfinding via Planning and Learning',
  recipe: {
    policy: [
      { part: 'residual-conv', parameters: { filters: '$filters', blocks: '$blocks', hidden: '$hidden' } },
    ],
    collector: [{ part: 'steps', parameters: { steps: '$steps' } }],
    critic: [{ part: 'shared-value', parameters: { coefficient: '$valueCoefficient', halved: false } }],
    estimator: [{ part: 'gae', parameters: { lambda: '$lambda' } }],
    objective: [
      { part: 'clip', parameters: { low: '$clip', high: '$clip' } },
      { part: 'old' },
      { part: 'advantage' },
    ],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [
      { part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-6 } },
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
          standardises: true,
        },
      },
    ],
  },
  configuration: {
    ...residualFields(8),
    worlds: worldsField(8),
    steps: stepsField(8),
    epochs: epochsField(2),
    minibatches: minibatchesField(8),
    discount: discountField(0.9716),
    lambda: lambdaField(0.95),
    clip: clipField(0.2),
    entropyCoefficient: coefficientField(0.0157, 'the entropy'),
    valueCoefficient: coefficientField(0.5, 'the value loss'),
    maximumGradientNorm: gradientNormField(4),
    learningRate: learningRateField(3e-3),
    anneal: annealField(true),
  },
  check: checkShape,
})

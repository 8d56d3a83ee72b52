/** GRPO that keeps its entropy by letting go: `clipCov`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

export interface ClipCovConfiguration extends GrpoConfiguration {
  readonly share: number
}

/**
 * GRPO that learns nothing from a random few of the decisions whose covariance of advantage and log-probability is greatest: those from
 * which entropy falls.
 *
 * Source: Cui et al. 2025, The entropy mechanism of reinforcement learning for reasoning language models, section 4.2.
 */
export const clipCov: AlgorithmDefinition<ClipCovConfiguration> = defineMethod<ClipCovConfiguration>({
  id: 'clip-cov',
  version: 3,
  family: 'group objectives',
  summary: 'GRPO that lets go of a few decisions by which entropy would fall most',
  source: 'Cui et al. 2025, The Entropy Mechanism of RL for Reasoning Language Models, section 4.2',
  recipe: {
    ...grpo.recipe,
    objective: [
      { part: 'clip-cov', parameters: { low: '$clip', high: '$clip', share: '$share' } },
      { part: 'old' },
      { part: 'advantage' },
    ],
  },
  configuration: {
    ...grpo.configuration,
    share: number({
      default: 0.02,
      minimum: 0,
      maximum: 1,
      description: 'Share of a minibatch’s decisions that are let go',
    }),
  },
  check: checkGroups('clip-cov'),
})

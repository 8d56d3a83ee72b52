/** GRPO that keeps its entropy by holding: `klCov`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { coefficientField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

export interface KlCovConfiguration extends GrpoConfiguration {
  readonly share: number
  readonly covCoefficient: number
}

/**
 * GRPO with a penalty on moving where the covariance of advantage and log-probability is greatest. It takes effect from the second step over a batch on.
 *
 * Source: Cui et al. 2025, The entropy mechanism of reinforcement learning for reasoning language models, section 4.2.
 */
export const klCov: AlgorithmDefinition<KlCovConfiguration> = defineMethod<KlCovConfiguration>({
  id: 'kl-cov',
  version: 3,
  family: 'group objectives',
  summary: 'GRPO with a penalty on moving where entropy would fall most',
  source: 'Cui et al. 2025, The Entropy Mechanism of RL for Reasoning Language Models, section 4.2',
  recipe: {
    ...grpo.recipe,
    regulariser: [
      ...(grpo.recipe.regulariser ?? []),
      { part: 'kl-cov', parameters: { share: '$share', coefficient: '$covCoefficient' } },
    ],
  },
  configuration: {
    ...grpo.configuration,
    share: number({
      default: 0.02,
      minimum: 0,
      maximum: 1,
      description: 'Share of a minibatch’s decisions that are held',
    }),
    covCoefficient: coefficientField(1, 'the penalty'),
  },
  check: checkGroups('kl-cov'),
})

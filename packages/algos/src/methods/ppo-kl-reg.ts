/** PPO held near a reference: `ppoKlReg`. */
import { type AlgorithmDefinition, choice, number } from '@gauntlet/core'
import { coefficientField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export interface PpoKlRegConfiguration extends PpoConfiguration {
  readonly reference: 'initial' | 'average'
  readonly decay: number
  readonly klCoefficient: number
}

/**
 * PPO with a penalty on the divergence from a reference policy: the one that training began with, such as a clone of an expert, or an
 * average of those since.
 *
 * Source: Ziegler et al. 2019, Fine-tuning language models from human preferences, section 2; Schulman 2020, for the estimator k3.
 */
export const ppoKlReg: AlgorithmDefinition<PpoKlRegConfiguration> = defineMethod<PpoKlRegConfiguration>({
  id: 'ppo-kl-reg',
  version: 3,
  family: 'policy gradient',
  summary: 'PPO with a penalty on the divergence from a reference policy',
  source: 'Ziegler et al. 2019, Fine-Tuning Language Models from Human Preferences, section 2',
  recipe: {
    ...ppo.recipe,
    policy: [
      ...(ppo.recipe.policy ?? []),
      { part: 'reference', parameters: { kind: '$reference', decay: '$decay' } },
    ],
    regulariser: [
      ...(ppo.recipe.regulariser ?? []),
      { part: 'kl-to-reference', parameters: { coefficient: '$klCoefficient', estimator: 'k3' } },
    ],
  },
  configuration: {
    ...ppo.configuration,
    reference: choice({
      options: ['initial', 'average'],
      default: 'initial',
      description: 'The policy that training began with, or an exponential average of those since',
    }),
    decay: number({
      default: 0.99,
      minimum: 0,
      maximum: 1,
      description: 'Share of the average that an update leaves',
    }),
    klCoefficient: coefficientField(0.01, 'the divergence'),
  },
})

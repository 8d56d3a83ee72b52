/** Twin delayed deep deterministic policy gradient: `td3`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { learningRateField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { SAC_FIELDS, type SacConfiguration, sac } from './sac.ts'

export interface Td3Configuration extends SacConfiguration {
  readonly exploration: number
  readonly targetNoise: number
  readonly noiseClip: number
}

const noiseField = (noise: number, description: string): ReturnType<typeof number> =>
  number({ default: noise, minimum: 0, description: `${description}, in half-widths of the box` })

/**
 * TD3: a policy without chance learns to be valued by the first of two Q-functions, at every second of their updates; they learn the
 * lesser of their copies' values at the next action of the policy's copy, which noise disturbs. Defaults are those of CleanRL's
 * `td3_continuous_action.py`.
 *
 * Source: Fujimoto, van Hoof and Meger 2018, algorithm 1.
 */
export const td3: AlgorithmDefinition<Td3Configuration> = defineMethod<Td3Configuration>({
  id: 'td3',
  version: 2,
  family: 'off-policy actor-critic',
  summary: 'Deterministic policy gradient from replay, with the lesser of two Q-functions and a late policy',
  source:
    'Fujimoto, van Hoof and Meger 2018, Addressing Function Approximation Error in Actor-Critic Methods',
  recipe: {
    ...sac.recipe,
    policy: [
      {
        part: 'deterministic',
        parameters: { hidden: '$hidden', activation: '$activation', noise: '$exploration' },
      },
    ],
    estimator: [{ part: 'td-twin', parameters: { noise: '$targetNoise', clip: '$noiseClip' } }],
    objective: [{ part: 'q-regression' }, { part: 'deterministic' }],
    regulariser: [],
  },
  configuration: {
    ...SAC_FIELDS,
    learningStarts: integer({
      default: 25_000,
      minimum: 0,
      description: 'World steps before the first update, whose actions are drawn evenly',
    }),
    targetEvery: integer({
      default: 2,
      minimum: 1,
      description: 'World steps from one move of the target networks to the next',
    }),
    policyEvery: integer({
      default: 2,
      minimum: 1,
      description: 'Updates of the critics from one of the policy to the next',
    }),
    policyLearningRate: learningRateField(3e-4),
    learningRate: learningRateField(3e-4),
    exploration: noiseField(0.1, 'Standard deviation of the noise that explores'),
    targetNoise: noiseField(0.2, 'Standard deviation of what disturbs the next action'),
    noiseClip: noiseField(0.5, 'The most that disturbs it'),
  },
})

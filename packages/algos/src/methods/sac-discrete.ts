/** Soft actor-critic over choices: `sacDiscrete`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { hiddenField, learningRateField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { SAC_FIELDS, type SacConfiguration, sac } from './sac.ts'

export interface SacDiscreteConfiguration extends SacConfiguration {
  readonly entropyShare: number
}

/**
 * SAC whose policy is a softmax: expectations over the legal choices take the place of draws, and the entropy comes to a share of the
 * logarithm of how many choices are legal. Defaults are those of CleanRL's `sac_atari.py`, but for networks and what is made for
 * images.
 *
 * Source: Christodoulou 2019, Soft Actor-Critic for Discrete Action Settings. Differs: the target of the entropy counts what is legal in
 * each state, since one above what masks leave would let α grow for ever.
 */
export const sacDiscrete: AlgorithmDefinition<SacDiscreteConfiguration> =
  defineMethod<SacDiscreteConfiguration>({
    id: 'sac-discrete',
    version: 2,
    family: 'off-policy actor-critic',
    summary: 'SAC over discrete choices, with exact expectations over those that are legal',
    source: 'Christodoulou 2019, Soft Actor-Critic for Discrete Action Settings',
    recipe: {
      ...sac.recipe,
      policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
      objective: [{ part: 'q-regression' }, { part: 'expectation' }],
      regulariser: [
        {
          part: 'auto-alpha',
          parameters: { learningRate: '$learningRate', share: '$entropyShare' },
        },
      ],
    },
    configuration: {
      ...SAC_FIELDS,
      trainEvery: integer({ default: 4, minimum: 1, description: 'World steps from update to update' }),
      batchSize: integer({ default: 64, minimum: 1, description: 'Transitions of an update' }),
      policyLearningRate: learningRateField(3e-4),
      learningRate: learningRateField(3e-4),
      hidden: hiddenField(120, 84),
      entropyShare: number({
        default: 0.89,
        minimum: 0,
        maximum: 1,
        description: 'Entropy that is aimed at, over that of all legal choices being as likely',
      }),
    },
  })

/** The cross-entropy method: `cem`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { TRIAL_STEPS } from '../collectors/common-episodes.ts'
import { activationField, hiddenField, worldsField } from '../configuration.ts'
import { CROSS_ENTROPY_FIELDS, type CrossEntropyParameters } from '../optimisers/cross-entropy.ts'
import { defineMethod } from '../recipe/method.ts'

export interface CemConfiguration extends CrossEntropyParameters {
  readonly worlds: number
  readonly steps: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * Draws a population of parameters from a normal distribution, plays every member on the same instances, and moves
 * mean and spread to those of the best. Needs no gradient. The policy is greedy, and linear unless `hidden` says more.
 *
 * Source: Rubinstein 1999; Szita and Lőrincz 2006, with their noise, whose variance falls linearly to 0. Members meet common
 * instances, so that their returns are compared without the luck of the draw.
 */
export const cem: AlgorithmDefinition<CemConfiguration> = defineMethod<CemConfiguration>({
  id: 'cem',
  version: 4,
  family: 'evolution',
  summary: 'Moves a normal distribution over parameters towards the best of a population',
  source: 'Rubinstein 1999; Szita and Lőrincz 2006, Learning Tetris Using the Noisy Cross-Entropy Method',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'common-episodes', parameters: { steps: '$steps' } }],
    optimiser: [
      {
        part: 'cross-entropy',
        parameters: {
          population: '$population',
          eliteShare: '$eliteShare',
          spread: '$spread',
          noise: '$noise',
          noiseShare: '$noiseShare',
        },
      },
    ],
    trainer: [{ part: 'population' }],
  },
  configuration: {
    worlds: worldsField(4),
    ...CROSS_ENTROPY_FIELDS,
    steps: TRIAL_STEPS,
    hidden: hiddenField(),
    activation: activationField('tanh'),
  },
})

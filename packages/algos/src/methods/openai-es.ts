/** Evolution strategies with a gradient estimate: `openai-es`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { TRIAL_STEPS } from '../collectors/common-episodes.ts'
import { activationField, hiddenField, learningRateField, worldsField } from '../configuration.ts'
import { ES_FIELDS, type EsParameters } from '../optimisers/es.ts'
import { defineMethod } from '../recipe/method.ts'

export interface OpenaiEsConfiguration extends EsParameters {
  readonly worlds: number
  readonly learningRate: number
  readonly steps: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * Estimates the gradient of the expected return under noise of the parameters, from pairs of members with opposite noise and
 * the ranks of their returns, and lets Adam descend it with weight decay. The policy is greedy. Members of a generation meet
 * common instances.
 *
 * Source: Salimans et al. 2017, algorithm 1 and section 2.1; weight decay and Adam's step size as in the authors' code. Differs:
 * noise is drawn, not taken from a table; networks have no virtual batch normalisation; actions are not discretised or noised.
 */
export const openaiEs: AlgorithmDefinition<OpenaiEsConfiguration> = defineMethod<OpenaiEsConfiguration>({
  id: 'openai-es',
  version: 3,
  family: 'evolution',
  summary: 'Descends a gradient that is estimated from the ranks of pairs with opposite noise',
  source: 'Salimans et al. 2017, Evolution Strategies as a Scalable Alternative to Reinforcement Learning',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'common-episodes', parameters: { steps: '$steps' } }],
    optimiser: [
      { part: 'es', parameters: { pairs: '$pairs', noise: '$noise', weightDecay: '$weightDecay' } },
      { part: 'adam', parameters: { learningRate: '$learningRate' } },
    ],
    trainer: [{ part: 'population' }],
  },
  configuration: {
    worlds: worldsField(1),
    ...ES_FIELDS,
    learningRate: learningRateField(0.01),
    steps: TRIAL_STEPS,
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
})

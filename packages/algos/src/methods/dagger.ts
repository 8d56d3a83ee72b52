/** Dataset aggregation: `dagger`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { EXPERT_FIELD } from '../collectors/guide.ts'
import {
  activationField,
  hiddenField,
  learningRateField,
  mostStepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface DaggerConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly expert: string
  readonly decay: number
  readonly labels: number
  readonly updates: number
  readonly batchSize: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * Cloning of an expert who is asked where the learner goes: every collection is an episode of each world, in which an expert says in
 * every state what it would do, and the policy learns all that was ever said. The expert plays the first collection itself; what
 * it plays of the others falls by `decay`, 0 being the form without parameters.
 *
 * Source: Ross, Gordon and Bagnell 2011, algorithm 3.1. Differs: the policy learns on from what it was, not anew after every
 * collection, and the last one is kept, not the best.
 */
export const dagger: AlgorithmDefinition<DaggerConfiguration> = defineMethod<DaggerConfiguration>({
  id: 'dagger',
  version: 4,
  family: 'imitation',
  summary: 'Maximum likelihood of what an expert would do in the states that the learner comes to',
  source:
    'Ross, Gordon and Bagnell 2011, A Reduction of Imitation Learning and Structured Prediction to No-Regret Online Learning',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [
      {
        part: 'labelled-episodes',
        parameters: { mostSteps: '$steps', expert: '$expert', decay: '$decay' },
      },
    ],
    store: [{ part: 'aggregate', parameters: { capacity: '$labels' } }],
    objective: [{ part: 'supervised' }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
    trainer: [
      {
        part: 'interactive',
        parameters: { batchSize: '$batchSize', updates: '$updates' },
      },
    ],
  },
  configuration: {
    worlds: worldsField(4),
    steps: mostStepsField(128),
    expert: EXPERT_FIELD,
    decay: number({
      default: 0,
      minimum: 0,
      maximum: 1,
      description: 'By what the expert’s share of the steps is multiplied from collection to collection',
    }),
    labels: integer({
      default: 100_000,
      minimum: 1,
      maximum: 10_000_000,
      description: 'Labels kept; the oldest go first',
    }),
    updates: integer({ default: 200, minimum: 1, description: 'Updates after every collection' }),
    batchSize: integer({ default: 256, minimum: 1, description: 'Labels of an update' }),
    learningRate: learningRateField(1e-3),
    hidden: hiddenField(64, 64),
    activation: activationField('relu'),
  },
})

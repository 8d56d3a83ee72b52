/** Deep Q-learning: `dqn`; its fields, `DQN_FIELDS`. */
import { type AlgorithmDefinition, type Schema, integer, number } from '@gauntlet/core'
import {
  activationField,
  discountField,
  hiddenField,
  learningRateField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface DqnConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly bufferSize: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly batchSize: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationShare: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** What DQN can be told, with CleanRL's defaults. */
export const DQN_FIELDS: Schema<DqnConfiguration> = {
  worlds: worldsField(1),
  discount: discountField(0.99),
  bufferSize: integer({
    default: 10_000,
    minimum: 1,
    maximum: 10_000_000,
    description: 'Transitions kept',
  }),
  learningStarts: integer({
    default: 10_000,
    minimum: 0,
    description: 'World steps before the first update',
  }),
  trainEvery: integer({ default: 10, minimum: 1, description: 'World steps from update to update' }),
  targetEvery: integer({
    default: 500,
    minimum: 1,
    description: 'World steps from one target copy to the next',
  }),
  batchSize: integer({ default: 128, minimum: 1, description: 'Transitions of an update' }),
  explorationStart: number({ default: 1, minimum: 0, maximum: 1, description: 'ε at the beginning' }),
  explorationEnd: number({ default: 0.05, minimum: 0, maximum: 1, description: 'ε once it has fallen' }),
  explorationShare: number({
    default: 0.5,
    minimum: 0,
    maximum: 1,
    description: 'Share of the budget over which ε falls',
  }),
  learningRate: learningRateField(2.5e-4),
  hidden: hiddenField(120, 84),
  activation: activationField('relu'),
}

/**
 * DQN: regression of Q(s, a) on r + γ max_a' Q̄(s', a') over replayed transitions, where Q̄ is a copy that is renewed
 * now and then, and a' is legal; acts greedily but for a share ε that falls. Defaults are those of CleanRL's `dqn.py`.
 *
 * Source: Mnih et al. 2015, algorithm 1. Differs: the squared error is not clipped, as in CleanRL.
 */
export const dqn: AlgorithmDefinition<DqnConfiguration> = defineMethod<DqnConfiguration>({
  id: 'dqn',
  version: 4,
  family: 'value',
  summary: 'Q-learning with a network, a replay buffer and a target network',
  source: 'Mnih et al. 2015, Human-level control through deep reinforcement learning',
  recipe: {
    policy: [
      {
        part: 'epsilon-greedy',
        parameters: { start: '$explorationStart', end: '$explorationEnd', share: '$explorationShare' },
      },
    ],
    collector: [{ part: 'transitions' }],
    store: [{ part: 'ring', parameters: { capacity: '$bufferSize' } }],
    critic: [
      {
        part: 'q',
        parameters: { hidden: '$hidden', activation: '$activation', every: '$targetEvery' },
      },
    ],
    estimator: [{ part: 'td1' }],
    objective: [{ part: 'q-regression' }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
    trainer: [
      {
        part: 'off-policy',
        parameters: {
          discount: '$discount',
          learningStarts: '$learningStarts',
          trainEvery: '$trainEvery',
          batchSize: '$batchSize',
        },
      },
    ],
  },
  configuration: DQN_FIELDS,
})

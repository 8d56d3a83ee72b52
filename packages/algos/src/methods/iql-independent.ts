/** Independent Q-learning of a team: `iqlIndependent`; what its kin can be told, `TEAM_VALUE_FIELDS`. */
import { type AlgorithmDefinition, type Schema, integer, number } from '@gauntlet/core'
import {
  activationField,
  discountField,
  gradientNormField,
  hiddenField,
  learningRateField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface TeamValueConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly bufferSize: number
  readonly bufferSteps: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly targetRate: number
  readonly batchSize: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationShare: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** With EPyMARL's defaults, but that ε falls over a share of the budget and worlds are several. */
export const TEAM_VALUE_FIELDS: Schema<TeamValueConfiguration> = {
  worlds: worldsField(8),
  discount: discountField(0.99),
  bufferSize: integer({ default: 5000, minimum: 1, maximum: 1_000_000, description: 'Episodes kept' }),
  bufferSteps: integer({
    default: 20_000,
    minimum: 1,
    maximum: 10_000_000,
    description:
      'World steps that there is room for, where that is less: every episode may last to the horizon',
  }),
  learningStarts: integer({ default: 32, minimum: 0, description: 'Episodes before the first update' }),
  trainEvery: integer({ default: 1, minimum: 1, description: 'Episodes from update to update' }),
  targetEvery: integer({
    default: 200,
    minimum: 1,
    description: 'Episodes from one move of the target networks to the next',
  }),
  targetRate: number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the way that the target networks move',
  }),
  batchSize: integer({ default: 32, minimum: 1, description: 'Episodes of an update' }),
  explorationStart: number({ default: 1, minimum: 0, maximum: 1, description: 'ε at the beginning' }),
  explorationEnd: number({ default: 0.05, minimum: 0, maximum: 1, description: 'ε once it has fallen' }),
  explorationShare: number({
    default: 0.5,
    minimum: 0,
    maximum: 1,
    description: 'Share of the budget over which ε falls',
  }),
  maximumGradientNorm: gradientNormField(10),
  learningRate: learningRateField(5e-4),
  hidden: hiddenField(64, 64),
  activation: activationField('relu'),
}

/**
 * Q-learning of every agent of a team by the same parameters, each told which agent it is, from its own rewards; others are part of
 * the world to it. Whole episodes are replayed; the network that learns chooses the next action, and its copy values it. Defaults are
 * those of EPyMARL's `iql`, but for its recurrent networks and standardised rewards, and for how ε falls.
 *
 * Source: Tan 1993; Tampuu et al. 2017, with networks; Papoudakis et al. 2021 (EPyMARL).
 */
export const iqlIndependent: AlgorithmDefinition<TeamValueConfiguration> =
  defineMethod<TeamValueConfiguration>({
    id: 'iql-independent',
    version: 2,
    family: 'multi-agent',
    summary:
      'Q-learning of every agent by itself, with shared parameters and the agent’s number in its input',
    source: 'Tan 1993, Multi-Agent Reinforcement Learning: Independent vs. Cooperative Agents',
    recipe: {
      policy: [
        {
          part: 'team-epsilon-greedy',
          parameters: { start: '$explorationStart', end: '$explorationEnd', share: '$explorationShare' },
        },
      ],
      collector: [{ part: 'transitions' }],
      store: [{ part: 'episodes', parameters: { capacity: '$bufferSize', steps: '$bufferSteps' } }],
      critic: [
        {
          part: 'team-q',
          parameters: {
            hidden: '$hidden',
            activation: '$activation',
            every: '$targetEvery',
            rate: '$targetRate',
          },
        },
      ],
      estimator: [{ part: 'td-double' }],
      objective: [{ part: 'q-regression' }],
      optimiser: [
        { part: 'adam', parameters: { learningRate: '$learningRate' } },
        { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
      ],
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
    configuration: TEAM_VALUE_FIELDS,
  })

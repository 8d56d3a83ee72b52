/** Q-learning over feasible subsets: `sequoia`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { discountField, hiddenField, learningRateField, worldsField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface SequoiaConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly pretrainingSteps: number
  readonly pretrainingSubsets: number
  readonly pretrainingEpochs: number
  readonly pretrainingRate: number
  readonly bufferSize: number
  readonly batchSize: number
  readonly priorityExponent: number
  readonly importanceExponent: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationDecay: number
  readonly learningRate: number
  readonly learningRateDecay: number
  readonly weightDecay: number
  readonly gradientBound: number
  readonly hidden: readonly number[]
}

/**
 * SEQUOIA: deep Q-learning where an action is a subset under constraints. A small ReLU network takes subset and state; its
 * maximum over the feasible subsets, in the target and in the greedy choice, is found by the environment's `feasible` face,
 * exactly where it proves so. Before that the network is fitted to what subsets pay at once.
 *
 * Source: Xu, Wilder, Khalil and Tambe 2025 (arXiv 2503.01919); constants as in lily-x/combinatorial-rmab at commit 895a382.
 * Differs: rewards are maximised, not costs minimised; the target is a copy that is renewed every so many updates (there it
 * moves by 1e-6 an update, so that it stays the pre-trained network); in pre-training the states that are tried are the
 * environment's own, and what is paid is drawn, since no learner is given the model; every trial is a world step of the budget.
 * As there, one maximum both chooses and values the next subset, which overestimates.
 */
export const sequoia: AlgorithmDefinition<SequoiaConfiguration> = defineMethod<SequoiaConfiguration>({
  id: 'sequoia',
  version: 2,
  family: 'value',
  summary: 'Q-learning over feasible subsets, whose greatest value under the constraints is found exactly',
  source:
    'Xu, Wilder, Khalil and Tambe 2025, Reinforcement learning with combinatorial actions for coupled restless bandits',
  recipe: {
    policy: [
      {
        part: 'epsilon-greedy-subsets',
        parameters: { start: '$explorationStart', end: '$explorationEnd', decay: '$explorationDecay' },
      },
    ],
    collector: [
      { part: 'one-step-trials', parameters: { steps: '$pretrainingSteps', random: '$pretrainingSubsets' } },
    ],
    store: [
      {
        part: 'prioritised',
        parameters: {
          capacity: '$bufferSize',
          priority: '$priorityExponent',
          importance: '$importanceExponent',
        },
      },
    ],
    critic: [{ part: 'subset-q', parameters: { hidden: '$hidden', rows: '$batchSize' } }],
    estimator: [{ part: 'exact-maximum', parameters: { every: '$targetEvery' } }],
    objective: [{ part: 'q-regression-huber' }],
    optimiser: [
      // PyTorch's default for ε is 1e-8; the reference says this.
      {
        part: 'adamw-amsgrad',
        parameters: { learningRate: '$learningRate', weightDecay: '$weightDecay', epsilon: 1.5e-4 },
      },
      { part: 'clip-numbers', parameters: { maximum: '$gradientBound' } },
      { part: 'falls-by-episode', parameters: { factor: '$learningRateDecay' } },
    ],
    trainer: [
      {
        part: 'pretrained-off-policy',
        parameters: {
          discount: '$discount',
          batchSize: '$batchSize',
          trainEvery: '$trainEvery',
          epochs: '$pretrainingEpochs',
          rate: '$pretrainingRate',
        },
      },
    ],
  },
  configuration: {
    worlds: worldsField(1),
    discount: discountField(0.99),
    pretrainingSteps: integer({
      default: 20_000,
      minimum: 0,
      maximum: 100_000_000,
      description: 'World steps in which subsets are tried out before Q-learning begins; part of the budget',
    }),
    pretrainingSubsets: integer({
      default: 10,
      minimum: 0,
      description: 'Random subsets tried out in a state, beside none, all, single elements and all but one',
    }),
    pretrainingEpochs: integer({
      default: 300,
      minimum: 0,
      description: 'Passes over what was tried out',
    }),
    pretrainingRate: number({ default: 2.5e-4, minimum: 0, description: 'Step size of pre-training' }),
    bufferSize: integer({
      default: 10_000,
      minimum: 1,
      maximum: 10_000_000,
      description: 'Transitions kept',
    }),
    batchSize: integer({ default: 32, minimum: 1, description: 'Transitions, or trials, of an update' }),
    priorityExponent: number({
      default: 0.6,
      minimum: 0,
      maximum: 1,
      description: 'α: how much more often transitions of greater error are drawn; 0 for equally',
    }),
    importanceExponent: number({
      default: 0.4,
      minimum: 0,
      maximum: 1,
      description: 'β: how far their smaller weight makes up for it; 1 for wholly',
    }),
    trainEvery: integer({
      default: 1,
      minimum: 1,
      description: 'Steps of all worlds from update to update',
    }),
    targetEvery: integer({
      default: 300,
      minimum: 1,
      description: 'Updates from one target copy to the next',
    }),
    explorationStart: number({
      default: 0.9,
      minimum: 0,
      maximum: 1,
      description: 'ε after pre-training',
    }),
    explorationEnd: number({ default: 0.05, minimum: 0, maximum: 1, description: 'ε that it falls to' }),
    explorationDecay: number({
      default: 1000,
      minimum: 1,
      description: 'Steps in which what is left of its fall is divided by e',
    }),
    learningRate: learningRateField(2.5e-4),
    learningRateDecay: number({
      default: 0.9,
      minimum: 0,
      maximum: 1,
      description: 'By what the step size is multiplied after every episode',
    }),
    weightDecay: number({ default: 0.01, minimum: 0, description: 'λ of AdamW' }),
    gradientBound: number({
      default: 5,
      minimum: 0,
      description: 'Bound of every single number of the gradient',
    }),
    hidden: hiddenField(16, 32),
  },
})

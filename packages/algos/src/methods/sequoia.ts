/** Q-learning over feasible subsets: `sequoia`. */
import { type AlgorithmDefinition, type Part, defineAlgorithm, integer, number } from '@gauntlet/core'
import { DECISION_MEAN, compose } from '../composition.ts'
import { discountField, hiddenField, learningRateField, worldsField } from '../configuration.ts'
import { Priorities } from '../priorities.ts'
import { ReplayBuffer } from '../replay-buffer.ts'
import { type SequoiaConfiguration, SequoiaLearner } from '../sequoia/sequoia-learner.ts'
import { SUBSET_NEEDS } from '../subset-space.ts'

export type { SequoiaConfiguration } from '../sequoia/sequoia-learner.ts'

const POLICY: Part = {
  id: 'epsilon-greedy-subsets',
  slot: 'policy',
  reads: [],
  adds: [],
  needs: SUBSET_NEEDS,
}
const COLLECTOR: Part = {
  id: 'one-step-trials',
  slot: 'collector',
  reads: [],
  adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
  needs: { faces: ['snapshot'] },
}
const TARGET: Part = {
  id: 'q-target-exact-maximum',
  slot: 'estimator',
  reads: ['transitions'],
  adds: ['targets'],
  needs: {},
}
const REGRESSION: Part = {
  id: 'q-regression-huber',
  slot: 'objective',
  reads: ['targets', 'importance'],
  adds: ['loss'],
  needs: {},
}
const ADAMW: Part = { id: 'adamw-amsgrad', slot: 'optimiser', reads: ['loss'], adds: [], needs: {} }
const TRAINER: Part = { id: 'pretrained-off-policy', slot: 'trainer', reads: ['loss'], adds: [], needs: {} }

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
export const sequoia: AlgorithmDefinition<SequoiaConfiguration> = defineAlgorithm<SequoiaConfiguration>({
  id: 'sequoia',
  version: 1,
  family: 'value',
  summary: 'Q-learning over feasible subsets, whose greatest value under the constraints is found exactly',
  source:
    'Xu, Wilder, Khalil and Tambe 2025, Reinforcement learning with combinatorial actions for coupled restless bandits',
  trains: true,
  ...compose([
    POLICY,
    COLLECTOR,
    ReplayBuffer.part,
    Priorities.part,
    TARGET,
    REGRESSION,
    DECISION_MEAN,
    ADAMW,
    TRAINER,
  ]),
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
  create: ({ spec, configuration, seed }) => new SequoiaLearner(spec, configuration, seed),
})

/** Deep Q-learning that builds a subset element by element: `iterativeDqn`. */
import { type AlgorithmDefinition, integer } from '@gauntlet/core'
import { hiddenField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { DQN_FIELDS, type DqnConfiguration, dqn } from './dqn.ts'

/**
 * DQN over single choices: which element to add to the subset chosen so far, or to stop. Every choice is a decision of its
 * own, the last of a step is paid what the step pays, and γ counts steps, not choices. Choices that end in no feasible subset
 * are masked, in the policy and in the target.
 *
 * Source: SEQUOIA (arXiv 2503.01919), baseline iterative DQN; its published code ranks elements by what they gain at once.
 */
export const iterativeDqn: AlgorithmDefinition<DqnConfiguration> = defineMethod<DqnConfiguration>({
  id: 'iterative-dqn',
  version: 4,
  family: 'value',
  summary: 'Q-learning that builds a feasible subset one element at a time',
  source: 'Xu, Wilder, Khalil and Tambe 2025 (SEQUOIA), baselines; Mnih et al. 2015',
  recipe: {
    ...dqn.recipe,
    policy: [
      {
        part: 'epsilon-greedy-elements',
        parameters: { start: '$explorationStart', end: '$explorationEnd', share: '$explorationShare' },
      },
    ],
    collector: [{ part: 'element-choices' }],
  },
  configuration: {
    ...DQN_FIELDS,
    learningStarts: { ...DQN_FIELDS.learningStarts, default: 500 },
    trainEvery: { ...DQN_FIELDS.trainEvery, default: 1 },
    targetEvery: { ...DQN_FIELDS.targetEvery, default: 300 },
    batchSize: integer({ default: 32, minimum: 1, description: 'Choices of an update' }),
    hidden: hiddenField(64, 64),
  },
})

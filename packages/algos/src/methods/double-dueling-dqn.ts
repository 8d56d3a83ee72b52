/** DQN with its best-known amendments: `doubleDuelingDqn`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { gradientNormField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { type DqnConfiguration, dqn } from './dqn.ts'

export interface DoubleDuelingDqnConfiguration extends DqnConfiguration {
  readonly steps: number
  readonly priority: number
  readonly importance: number
  readonly maximumGradientNorm: number
}

/**
 * DQN whose next action is chosen by the network that learns and valued by its copy, whose network parts into the value of a state
 * and the advantages of choices, which replays what surprised it, and sums the rewards of several steps.
 *
 * Source: van Hasselt, Guez and Silver 2016; Wang et al. 2016; Schaul et al. 2016, proportional; Hessel et al. 2018 for the three
 * steps. Differs: β of the replay's weights reaches 1 with the budget; Q-values come from one perceptron.
 */
export const doubleDuelingDqn: AlgorithmDefinition<DoubleDuelingDqnConfiguration> =
  defineMethod<DoubleDuelingDqnConfiguration>({
    id: 'double-dueling-dqn',
    version: 2,
    family: 'value',
    summary: 'DQN with double targets, a dueling network, prioritised replay and three-step returns',
    source: 'van Hasselt, Guez and Silver 2016; Wang et al. 2016; Schaul et al. 2016; Hessel et al. 2018',
    recipe: {
      ...dqn.recipe,
      store: [
        {
          part: 'prioritised',
          parameters: {
            capacity: '$bufferSize',
            steps: '$steps',
            priority: '$priority',
            importance: '$importance',
          },
        },
      ],
      critic: [
        {
          part: 'dueling-q',
          parameters: { hidden: '$hidden', activation: '$activation', every: '$targetEvery' },
        },
      ],
      estimator: [{ part: 'td-double' }],
      optimiser: [
        { part: 'adam', parameters: { learningRate: '$learningRate' } },
        { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
      ],
    },
    configuration: {
      ...dqn.configuration,
      steps: integer({
        default: 3,
        minimum: 1,
        maximum: 1000,
        description: 'Steps whose rewards are summed before a value stands for the rest',
      }),
      priority: number({
        default: 0.6,
        minimum: 0,
        maximum: 1,
        description: 'α: how much errors count in what is drawn',
      }),
      importance: number({
        default: 0.4,
        minimum: 0,
        maximum: 1,
        description: 'β: how much of that weights undo at the beginning; it rises to 1',
      }),
      maximumGradientNorm: gradientNormField(10),
    },
  })

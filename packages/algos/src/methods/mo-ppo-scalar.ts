/** PPO of several objectives: `moPpoScalar`. */
import { type AlgorithmDefinition, numbers } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export interface MoPpoScalarConfiguration extends PpoConfiguration {
  readonly weights: readonly number[]
}

/**
 * PPO of a weighed sum of the objectives. Trained for each of a grid of weights it gives the convex part of the front.
 *
 * Source: Roijers, Vamplew, Whiteson and Dazeley 2013, A survey of multi-objective sequential decision-making, section 4.1.
 * Differs from vector-valued critics: one critic foretells the weighed sum, which is the weighed sum of what they would.
 */
export const moPpoScalar: AlgorithmDefinition<MoPpoScalarConfiguration> =
  defineMethod<MoPpoScalarConfiguration>({
    id: 'mo-ppo-scalar',
    version: 3,
    family: 'multi-objective',
    summary: 'PPO of a weighed sum of the objectives',
    source: 'Roijers et al. 2013, A Survey of Multi-Objective Sequential Decision-Making, section 4.1',
    recipe: {
      ...ppo.recipe,
      collector: [{ part: 'steps', parameters: { steps: '$steps', objectives: true } }],
      'reward-transform': [
        { part: 'weighed-objectives', parameters: { weights: '$weights' } },
        ...(ppo.recipe['reward-transform'] ?? []),
      ],
    },
    configuration: {
      ...ppo.configuration,
      weights: numbers({
        default: [0.5, 0.5],
        minimum: 0,
        minimumLength: 2,
        description: 'Weight of each objective',
      }),
    },
  })

/** REINFORCE with a leave-one-out baseline: `rloo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

export type RlooConfiguration = Omit<GrpoConfiguration, 'clip' | 'epochs' | 'minibatches'>

const { clip: _clip, epochs: _epochs, minibatches: _minibatches, ...configuration } = grpo.configuration

/**
 * The likelihood-ratio gradient, one update for every batch of groups, where the baseline of an episode is the mean return of the others
 * in its group.
 *
 * Source: Kool, van Hoof and Welling 2019, Buy 4 REINFORCE samples, get a baseline for free; Ahmadian et al. 2024, section 3.
 */
export const rloo: AlgorithmDefinition<RlooConfiguration> = defineMethod<RlooConfiguration>({
  id: 'rloo',
  version: 3,
  family: 'group objectives',
  summary: 'Likelihood-ratio gradient with the mean return of the others in the group as baseline',
  source: 'Ahmadian et al. 2024, Back to Basics; Kool, van Hoof and Welling 2019',
  recipe: {
    ...grpo.recipe,
    estimator: [{ part: 'rloo' }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'advantage' }],
    trainer: [{ part: 'on-policy', parameters: { discount: 1 } }],
  },
  configuration,
  check: checkGroups('rloo'),
})

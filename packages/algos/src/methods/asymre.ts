/** Asymmetric REINFORCE: `asymre`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { checkGroups } from './grpo.ts'
import { type OpmdConfiguration, opmd } from './opmd.ts'

export interface AsymreConfiguration extends Omit<OpmdConfiguration, 'tau'> {
  readonly shift: number
}

const { tau: _tau, ...configuration } = opmd.configuration

/**
 * REINFORCE on data of a policy that lags behind, with a baseline a little below the mean of the group: raising what went well teaches more,
 * off-policy, than pushing down what did not, which would end in a policy without entropy.
 *
 * Source: Arnal et al. 2025, Asymmetric REINFORCE for off-policy reinforcement learning.
 */
export const asymre: AlgorithmDefinition<AsymreConfiguration> = defineMethod<AsymreConfiguration>({
  id: 'asymre',
  version: 3,
  family: 'group objectives',
  summary: 'REINFORCE on data of an older policy with a baseline below the group’s mean',
  source: 'Arnal et al. 2025, Asymmetric REINFORCE for Off-Policy Reinforcement Learning',
  recipe: {
    ...opmd.recipe,
    estimator: [{ part: 'shifted-mean', parameters: { shift: '$shift' } }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'advantage' }],
  },
  configuration: {
    ...configuration,
    shift: number({
      default: -0.1,
      description: 'What is added to the mean that is the baseline, in units of returns',
    }),
  },
  check: checkGroups('asymre'),
})

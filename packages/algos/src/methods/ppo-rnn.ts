/** Proximal policy optimisation with a memory: `ppoRnn`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { hiddenField, worldsField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { unitsField } from '../policies/gru.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export interface PpoRnnConfiguration extends PpoConfiguration {
  readonly units: number
}

const [valuePart] = ppo.recipe.critic ?? []

/**
 * PPO whose policy and critic remember the episode, each by a layer of gated recurrent units of its own. Minibatches are of whole
 * sequences: a row's steps of a rollout, from the memory with which these began, forgotten where an episode began, and the
 * gradient goes back to the rollout's beginning. Other defaults are PPO's.
 *
 * Source: Schulman et al. 2017; Huang et al. 2022, the details of recurrent policies. Differs from CleanRL's
 * `ppo_atari_lstm.py`: GRU for LSTM, and policy and critic share nothing, as in sb3-contrib's RecurrentPPO.
 */
export const ppoRnn: AlgorithmDefinition<PpoRnnConfiguration> = defineMethod<PpoRnnConfiguration>({
  id: 'ppo-rnn',
  version: 3,
  family: 'policy gradient',
  summary: 'PPO whose policy and critic remember the episode, on minibatches of whole sequences',
  source: 'Schulman et al. 2017, Proximal Policy Optimization Algorithms; Huang et al. 2022',
  recipe: {
    ...ppo.recipe,
    policy: [{ part: 'gru', parameters: { hidden: '$hidden', activation: '$activation', units: '$units' } }],
    critic: [{ part: 'recurrent-value', parameters: { ...valuePart.parameters, units: '$units' } }],
  },
  configuration: {
    ...ppo.configuration,
    worlds: worldsField(8),
    hidden: hiddenField(64),
    units: unitsField(64),
  },
})

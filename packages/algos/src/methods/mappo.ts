/** Multi-agent PPO with a central critic: `mappo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { ippo } from './ippo.ts'
import type { PpoConfiguration } from './ppo.ts'

/**
 * IPPO with a critic that sees the whole world in training: the central state, or where the environment shows none the observations of
 * all agents, and the agent's number; returns are foretold in units of their spread. Agents that are done do not count.
 *
 * Source: Yu et al. 2022, The Surprising Effectiveness of PPO in Cooperative Multi-Agent Games, section 5.
 */
export const mappo: AlgorithmDefinition<PpoConfiguration> = defineMethod<PpoConfiguration>({
  id: 'mappo',
  version: 3,
  family: 'multi-agent',
  summary: 'PPO of every agent, with a critic that sees the whole world in training',
  source: 'Yu et al. 2022, The Surprising Effectiveness of PPO in Cooperative Multi-Agent Games',
  recipe: {
    ...ippo.recipe,
    collector: [{ part: 'steps', parameters: { steps: '$steps', states: true } }],
    critic: [
      {
        part: 'central-value',
        parameters: {
          hidden: '$hidden',
          activation: '$activation',
          coefficient: '$valueCoefficient',
          clipped: '$clipValues',
          clip: '$clip',
          normalises: '$normaliseValues',
        },
      },
    ],
  },
  configuration: ippo.configuration,
})

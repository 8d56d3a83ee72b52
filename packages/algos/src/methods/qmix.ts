/** Monotone value decomposition: `qmix`. */
import { type AlgorithmDefinition, integer } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type TeamValueConfiguration, iqlIndependent } from './iql-independent.ts'

export interface QmixConfiguration extends TeamValueConfiguration {
  readonly mixingUnits: number
  readonly hyperHidden: number
}

/**
 * VDN but that the team's Q is any function that rises with the agents' Q, and depends on the central state, or where the environment
 * shows none on the observations of all agents. Its sizes are those of PyMARL2 and EPyMARL.
 *
 * Source: Rashid et al. 2018, QMIX: Monotonic Value Function Factorisation for Deep Multi-Agent Reinforcement Learning, section 4.
 */
export const qmix: AlgorithmDefinition<QmixConfiguration> = defineMethod<QmixConfiguration>({
  id: 'qmix',
  version: 2,
  family: 'multi-agent',
  summary: 'Q-learning of a team whose value rises with those of its agents, as the state decides',
  source: 'Rashid et al. 2018, QMIX',
  recipe: {
    ...iqlIndependent.recipe,
    critic: [
      ...(iqlIndependent.recipe?.critic ?? []),
      { part: 'qmix-mixer', parameters: { embed: '$mixingUnits', hyperHidden: '$hyperHidden' } },
    ],
  },
  configuration: {
    ...iqlIndependent.configuration,
    mixingUnits: integer({
      default: 32,
      minimum: 1,
      maximum: 65_536,
      description: 'Units of the layer that mixes',
    }),
    hyperHidden: integer({
      default: 64,
      minimum: 1,
      maximum: 65_536,
      description: 'Hidden units of the networks that put out its weights',
    }),
  },
})

/** Value decomposition: `vdn`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type TeamValueConfiguration, iqlIndependent } from './iql-independent.ts'

/**
 * Independent Q-learning but that the sum of the agents' Q learns what the team is paid: the mean of the agents' rewards, which is the
 * common one where they share it. Each then acts by its own part of the sum.
 *
 * Source: Sunehag et al. 2018, Value-Decomposition Networks for Cooperative Multi-Agent Learning, equation 1.
 */
export const vdn: AlgorithmDefinition<TeamValueConfiguration> = defineMethod<TeamValueConfiguration>({
  id: 'vdn',
  version: 2,
  family: 'multi-agent',
  summary: 'Q-learning of a team whose value is the sum of its agents’',
  source: 'Sunehag et al. 2018, Value-Decomposition Networks for Cooperative Multi-Agent Learning',
  recipe: {
    ...iqlIndependent.recipe,
    critic: [...(iqlIndependent.recipe?.critic ?? []), { part: 'vdn-mixer' }],
  },
  configuration: iqlIndependent.configuration,
})

/** One policy for every agent of a team: `shareParameters`. */
import { type AdapterDefinition, defineAdapter, wrapEnvironment } from '@gauntlet/core'

/**
 * Lets a learner of one agent learn from all agents of a team as rows of one batch, each with its own observation,
 * reward and end: independent learning with shared parameters (IPPO, IQL).
 * Source: Tan 1993; Gupta, Egorov and Kochenderfer 2017, section 4.1; de Witt et al. 2020 (IPPO).
 */
export const shareParameters: AdapterDefinition = defineAdapter({
  id: 'share-parameters',
  version: 1,
  stage: 'agents',
  note: 'every agent learns alone, by the same parameters, and takes the others for part of the world',
  adapt(spec, { agents }) {
    if (agents !== 'one' || spec.agents === 1) return undefined
    return { ...spec, agentsAsRows: true }
  },
  wrap: (environment) => wrapEnvironment(environment, { spec: { ...environment.spec, agentsAsRows: true } }),
})

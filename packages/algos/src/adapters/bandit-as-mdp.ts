/** A bandit as a decision process of one step: `banditAsMdp`. */
import { type AdapterDefinition, type EnvironmentSpec, defineAdapter, wrapEnvironment } from '@gauntlet/core'

/**
 * Lets an episodic learner train on many runs of an online task, and then play it without learning on: every pull
 * counts as an episode of its own, so that nothing is discounted into it, unless rewards come later. Regret stays with the
 * environment.
 */
export const banditAsMdp: AdapterDefinition = defineAdapter({
  id: 'bandit-as-mdp',
  version: 1,
  stage: 'needs',
  note: 'trained on other runs beforehand, then plays by what it observes without learning on; each pull stands alone',
  adapt(spec, { protocol }) {
    if (protocol !== 'episodic' || spec.protocol !== 'online') return undefined
    return episodic(spec)
  },
  wrap: (environment) => wrapEnvironment(environment, { spec: episodic(environment.spec) }),
})

function episodic(spec: EnvironmentSpec): EnvironmentSpec {
  return { ...spec, protocol: 'episodic', ...(spec.delayed === undefined && { oneStep: true }) }
}

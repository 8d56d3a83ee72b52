/** A bandit as a decision process: `banditAsMdp`. */
import { type AdapterDefinition, type EnvironmentSpec, defineAdapter, wrapEnvironment } from '@gauntlet/core'

/**
 * Lets an episodic learner train on many runs of an online task, and then play it without learning on. Where every pull is
 * a task by itself it counts as an episode, so that nothing is discounted into it. Where a pull bears on what later ones pay
 * or tell (rewards that come later, arms that recover, a task that is met several times before another comes), the run is the
 * episode, and the learner's own discount holds. Regret stays with the environment.
 */
export const banditAsMdp: AdapterDefinition = defineAdapter({
  id: 'bandit-as-mdp',
  version: 2,
  stage: 'needs',
  note: 'trained on other runs beforehand, then plays by what it observes without learning on; pulls that bear on nothing later stand alone',
  adapt(spec, { protocol }) {
    if (protocol !== 'episodic' || spec.protocol !== 'online') return undefined
    return episodic(spec)
  },
  wrap: (environment) => wrapEnvironment(environment, { spec: episodic(environment.spec) }),
})

function episodic(spec: EnvironmentSpec): EnvironmentSpec {
  const { delayed, repeats, carriesOver } = spec
  const alone = delayed === undefined && repeats === undefined && carriesOver !== true
  return { ...spec, protocol: 'episodic', ...(alone && { oneStep: true }) }
}

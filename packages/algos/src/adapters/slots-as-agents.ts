/** An agent for each choice: `slotsAsAgents`. */
import { type AdapterDefinition, type EnvironmentSpec, defineAdapter } from '@gauntlet/core'
import { factorCounts, factorSpec, overFactors } from './factors.ts'
import { inTurns, turnsSpec } from './turns.ts'

/**
 * Lets a team learner play an environment of one agent that makes several choices at once: each choice has an agent, which
 * sees what the one saw and which choice is its own, and all are paid the same. The central state is what the one saw.
 *
 * Where what is legal for one depends on what another chose, they choose one after the other, each in a step in which the
 * others wait, and see what was chosen before them.
 * Source: compare de Witt et al. 2020, Deep multi-agent reinforcement learning for decentralized continuous cooperative
 * control, arXiv 2003.06709, which gives the joints of one robot to several agents (multi-agent MuJoCo).
 */
export const slotsAsAgents: AdapterDefinition = defineAdapter({
  id: 'slots-as-agents',
  version: 1,
  stage: 'agents',
  note: 'each choice of an action is made by an agent of its own, and all are paid the same',
  adapt(spec, { agents }) {
    const wanted = agents === 'team' || agents === 'several'
    const alone = spec.agents === 1 && spec.sides === 1
    return wanted && alone && factorCounts(spec.action).length > 1 ? teamSpec(spec) : undefined
  },
  wrap(environment) {
    const spec = teamSpec(environment.spec)
    return takesTurns(environment.spec) ? inTurns(environment, spec) : overFactors(environment, spec)
  },
})

const takesTurns = ({ faces }: EnvironmentSpec): boolean => faces.includes('maskAfter')

function teamSpec(spec: EnvironmentSpec): EnvironmentSpec {
  return takesTurns(spec) ? turnsSpec(spec, 'each') : factorSpec(spec)
}

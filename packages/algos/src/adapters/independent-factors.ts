/** Each factor of an action by itself: `independentFactors`. */
import { type AdapterDefinition, type EnvironmentSpec, defineAdapter } from '@gauntlet/core'
import { factorSpec, overFactors } from './factors.ts'
import { isPair } from './flatten-legal-pairs.ts'

/**
 * Lets a learner of a single choice make several at once: every factor is a row of its own, as if it were an agent, with the
 * agent's observation, which factor it is, and the agent's reward; all rows share the learner's parameters. Two factors
 * have flatten-legal-pairs instead, and factors whose legal choices depend on those before them autoregressive.
 * Source: Tavakoli, Pardo and Kormushev 2018, Action branching architectures, whose independent variant this is, with
 * shared parameters.
 */
export const independentFactors: AdapterDefinition = defineAdapter({
  id: 'independent-factors',
  version: 1,
  stage: 'actions',
  note: 'each factor of an action is learnt by itself, as if the others were part of the world',
  adapt(spec, { actions = [], agents }) {
    const single = actions.includes('discrete') && !actions.includes('multi-discrete') && agents !== 'joint'
    const factored = spec.action.kind === 'multi-discrete' && !isPair(spec) && spec.sides === 1
    return single && factored && !spec.faces.includes('maskAfter') ? rowsSpec(spec) : undefined
  },
  wrap: (environment) => overFactors(environment, rowsSpec(environment.spec)),
})

function rowsSpec(spec: EnvironmentSpec): EnvironmentSpec {
  return { ...factorSpec(spec), agentsAsRows: true }
}

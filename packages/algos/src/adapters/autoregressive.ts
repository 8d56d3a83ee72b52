/** The factors of an action one after the other: `autoregressive`. */
import {
  type ActionKind,
  type AdapterDefinition,
  type EnvironmentSpec,
  type Requirement,
  defineAdapter,
} from '@gauntlet/core'
import { isPair } from './flatten-legal-pairs.ts'
import { inTurns, turnsSpec } from './turns.ts'

/**
 * Lets a learner that chooses one thing, or several without regard to each other, act where what is legal of a later factor
 * depends on those before it: each factor is a step of its own, which shows what was chosen before. A step's reward comes with
 * the last of them, so that a discount counts factors. Pairs of choices have flatten-legal-pairs where the learner
 * makes a single one.
 * Source: Vinyals et al. 2019, Grandmaster level in StarCraft II, Methods: actions one argument after the other; as steps,
 * Metz et al. 2017, Discrete sequential prediction of continuous actions for deep RL, section 3.1.
 */
export const autoregressive: AdapterDefinition = defineAdapter({
  id: 'autoregressive',
  version: 1,
  stage: 'actions',
  note: 'chooses the factors of an action one after the other, each in a step that counts against the budget',
  adapt: (spec, requires) => (fits(spec, requires) ? turnsSpec(spec, 'one') : undefined),
  wrap: (environment) => inTurns(environment, turnsSpec(environment.spec, 'one')),
})

function fits(spec: EnvironmentSpec, { actions, dependentFactors }: Requirement): boolean {
  const takes = (kind: ActionKind): boolean => actions?.includes(kind) ?? true
  const single = takes('discrete') && !takes('multi-discrete') && !isPair(spec)
  const apart = takes('discrete') && dependentFactors === false
  return (single || apart) && spec.faces.includes('maskAfter') && spec.sides === 1
}

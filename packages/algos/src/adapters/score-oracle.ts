/** Subsets by the scores of their elements: `scoreOracle`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  type Requirement,
  box,
  defineAdapter,
  multiDiscrete,
} from '@gauntlet/core'
import { recoded, recodedSpec } from './recoded.ts'

/**
 * Lets a learner that knows no subsets score their elements; the environment's oracle takes the feasible subset of greatest
 * total. Learners of real numbers give scores in [-1, 1]. Learners of choices say of every element whether they want it,
 * which scores 1 or -1: a Bernoulli trial for each, projected on what is feasible.
 *
 * Index policies of online tasks are left out: they know arms, not elements.
 *
 * Probabilities are those of scores, not of subsets: many scores lead to one subset. Experts and datasets give 1 to what they
 * choose and -1 to the rest.
 * Source: Elmachtoub and Grigas 2022, Smart "predict, then optimize", for the form: numbers first, then a solver.
 */
export const scoreOracle: AdapterDefinition = defineAdapter({
  id: 'score+oracle',
  version: 1,
  stage: 'actions',
  note: 'scores elements, and an oracle chooses the best feasible subset; probabilities are those of scores',
  adapt(spec, requires) {
    const { actions = [], protocol } = requires
    const scores = actions.some((kind) => kind !== 'combinatorial') && protocol !== 'online'
    return scores && spec.action.kind === 'combinatorial' ? scoredSpec(spec, requires) : undefined
  },
  wrap: (environment, requires) => overScores(environment, scoredSpec(environment.spec, requires)),
})

function scoredSpec(spec: EnvironmentSpec, { actions = [] }: Requirement): EnvironmentSpec {
  const elements = spec.action.kind === 'combinatorial' ? spec.action.elements : 0
  return actions.includes('box')
    ? recodedSpec(spec, { action: box([elements], -1, 1), masked: false })
    : recodedSpec(spec, {
        action: multiDiscrete(Array.from({ length: elements }, () => 2)),
        masked: spec.masked,
      })
}

function overScores(environment: Environment, spec: EnvironmentSpec): Environment {
  const wants = spec.action.kind === 'multi-discrete'
  const { feasible } = environment
  const elements = environment.spec.action.kind === 'combinatorial' ? environment.spec.action.elements : 0
  const scores = new Float64Array(environment.batch * spec.agents * elements)
  return recoded(environment, {
    spec,
    decode(actions, own) {
      for (let k = 0; k < scores.length; k++) scores[k] = wants ? 2 * actions[k] - 1 : actions[k]
      feasible!.oracle(scores, own as Uint8Array)
    },
    encode(own, actions, rows) {
      for (let k = 0; k < rows * elements; k++) actions[k] = wants ? own[k] : 2 * own[k] - 1
    },
    mask(mask, from, to, final) {
      const own = final ? environment.finalActionMask! : environment.actionMask!
      for (let k = from * elements; k < to * elements; k++) {
        mask[2 * k] = 1
        mask[2 * k + 1] = own[k]
      }
    },
  })
}

/** What learners over subsets take of an environment: `SUBSET_NEEDS`, `subsetSpace`, `feasibleOf`. */
import {
  type EnvironmentSpec,
  type FeasibleFace,
  GauntletError,
  type Requirement,
  type View,
  actionWidth,
  product,
} from '@gauntlet/core'

export const SUBSET_NEEDS: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['combinatorial'],
  protocol: 'episodic',
  objectives: 1,
  activity: false,
  // What is feasible is the same in every state, so that what may follow a remembered transition is known.
  masks: false,
  faces: ['feasible'],
}

/** Elements of a subset, and numbers of an observation. Errors: GauntletError where several agents share the world. */
export function subsetSpace({ agents, action, observation }: EnvironmentSpec): {
  readonly elements: number
  readonly observed: number
} {
  if (agents > 1)
    throw new GauntletError('requires', `got ${agents} agents, expected one that chooses subsets`)
  return { elements: actionWidth(action), observed: product(observation.shape) }
}

/** Errors: GauntletError where there is no `feasible` face. */
export function feasibleOf({ feasible, spec }: Pick<View, 'feasible' | 'spec'>): FeasibleFace {
  if (feasible !== undefined) return feasible
  throw new GauntletError(
    'faces',
    `got an environment with the faces ${spec.faces.join(', ')}, expected feasible among them`,
  )
}

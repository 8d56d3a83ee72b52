/** What learners over subsets take of an environment: `SUBSET_NEEDS`, `subsetSpace`, `feasibleOf`, `maximaOver`. */
import {
  type EnvironmentSpec,
  type FeasibleFace,
  type FeasibleMaxima,
  GauntletError,
  type ReluNetwork,
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

/** The maximum for each of `rows` contexts. What is feasible is the same in every state, so that any world answers for all. */
export function maximaOver(
  feasible: FeasibleFace,
  layers: ReluNetwork['layers'],
  contexts: Float64Array,
  rows: number,
): FeasibleMaxima {
  if (feasible.maximiseEach !== undefined) return feasible.maximiseEach(0, 0, layers, contexts, rows)
  const width = contexts.length / rows
  const found = Array.from({ length: rows }, (_, i) =>
    feasible.maximise(0, 0, { context: contexts.subarray(i * width, (i + 1) * width), layers }),
  )
  return {
    subsets: Uint8Array.from(found.flatMap(({ subset }) => [...subset])),
    values: Float64Array.from(found, ({ value }) => value),
    gaps: Float64Array.from(found, ({ gap }) => gap),
  }
}

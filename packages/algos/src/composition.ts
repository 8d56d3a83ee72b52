/** Parts put together: `compose`; the parts that nearly every composition has. */
import {
  type EnvironmentSpec,
  GauntletError,
  type Part,
  type Recipe,
  type Requirement,
  type Seed,
  checkComposition,
  product,
  requirementOf,
} from '@gauntlet/core'
import { Actor } from './actor.ts'
import { PostDecisionCritic, StateCritic } from './critic.ts'
import { headFor } from './heads/head.ts'
import type { MlpArchitecture, Network, NetworkBackend } from './networks/network.ts'

/** A stochastic policy on a perceptron, with the head that the action space asks for. */
export const MLP_POLICY: Part = {
  id: 'mlp',
  slot: 'policy',
  reads: [],
  adds: [],
  needs: {
    agents: 'one',
    sides: 1,
    actions: ['discrete', 'multi-discrete', 'box'],
    protocol: 'episodic',
    objectives: 1,
  },
}

/** Losses are averaged over all decisions of a minibatch. */
export const DECISION_MEAN: Part = {
  id: 'decision-mean',
  slot: 'aggregation',
  reads: ['loss'],
  adds: [],
  needs: {},
}

export const ENTROPY_BONUS: Part = {
  id: 'entropy-bonus',
  slot: 'regulariser',
  reads: ['actions'],
  adds: [],
  needs: {},
}

export const ADAM: Part = { id: 'adam', slot: 'optimiser', reads: ['loss'], adds: [], needs: {} }
export const RMSPROP: Part = { id: 'rmsprop', slot: 'optimiser', reads: ['loss'], adds: [], needs: {} }

/** What the parts need together, and the recipe that they are. Errors: GauntletError where they do not fit. */
export function compose(parts: readonly Part[]): { readonly requires: Requirement; readonly recipe: Recipe } {
  checkComposition(parts)
  const slots = new Map<Part['slot'], { part: string }[]>()
  for (const { slot, id } of parts) slots.set(slot, [...(slots.get(slot) ?? []), { part: id }])
  return { requires: requirementOf(parts), recipe: Object.fromEntries(slots) }
}

type Shape = Pick<MlpArchitecture, 'hidden' | 'activation'>

/** An actor for a spec, orthogonal with a small last layer, so that it begins near uniform. */
export function mlpActor(backend: NetworkBackend, spec: EnvironmentSpec, shape: Shape, seed: Seed): Actor {
  const head = headFor(spec.action)
  const network = backend.mlp(
    {
      ...shape,
      inputs: product(spec.observation.shape),
      outputs: head.width,
      initialisation: 'orthogonal',
      outputGain: 0.01,
    },
    seed.fold('actor').stream(),
  )
  return new Actor(network, head)
}

/** A critic beside it, with parameters of its own. */
export function mlpCritic(
  backend: NetworkBackend,
  spec: EnvironmentSpec,
  shape: Shape,
  seed: Seed,
): StateCritic {
  return new StateCritic(valueNetwork(backend, product(spec.observation.shape), shape, seed.fold('critic')))
}

/** A critic of post-decision states. Errors: GauntletError where the environment shows none. */
export function mlpPostDecisionCritic(
  backend: NetworkBackend,
  spec: EnvironmentSpec,
  shape: Shape,
  seed: Seed,
): PostDecisionCritic {
  if (spec.postDecision === undefined) {
    throw new GauntletError(
      'faces',
      `got an environment with the faces ${spec.faces.join(', ')}, expected postDecision among them`,
    )
  }
  const inputs = product(spec.postDecision.shape)
  return new PostDecisionCritic(valueNetwork(backend, inputs, shape, seed.fold('post-decision-critic')))
}

function valueNetwork(backend: NetworkBackend, inputs: number, shape: Shape, seed: Seed): Network {
  return backend.mlp(
    { ...shape, inputs, outputs: 1, initialisation: 'orthogonal', outputGain: 1 },
    seed.stream(),
  )
}

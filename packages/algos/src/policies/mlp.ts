/** A stochastic policy on a perceptron: `mlpActor`; the part `MLP`. */
import { type EnvironmentSpec, type Requirement, type Seed, product } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { activationField, hiddenField } from '../configuration.ts'
import { headFor } from '../heads/head.ts'
import type { MlpArchitecture, NetworkBackend } from '../networks/network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'

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

/** What a policy of one agent's observation needs; every agent of a team is a row to it. */
export const ONE_AGENT: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete', 'multi-discrete', 'box'],
  protocol: 'episodic',
  objectives: 1,
}

/** With the head that the action space asks for. */
export const MLP: PartDefinition<'policy'> = definePart({
  id: 'mlp',
  slot: 'policy',
  parameters: { hidden: hiddenField(64, 64), activation: activationField('tanh') },
  columns: { reads: [], adds: [], needs: ONE_AGENT },
  build: (shape, { backend, spec, seed }) => mlpActor(backend, spec, shape, seed),
})

/** A stochastic policy on a perceptron: `mlpActor`; the part `MLP`. */
import { type EnvironmentSpec, type Requirement, type Seed, product } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { activationField, hiddenField } from '../configuration.ts'
import { headFor } from '../heads/head.ts'
import type { MlpArchitecture, NetworkBackend } from '../networks/network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'

type Shape = Pick<MlpArchitecture, 'hidden' | 'activation'>

/**
 * An actor for a spec, orthogonal with a small last layer, so that it begins near uniform. It tells `identities` agents apart,
 * where that is not 0.
 */
export function mlpActor(
  backend: NetworkBackend,
  spec: EnvironmentSpec,
  shape: Shape,
  seed: Seed,
  identities: number = 0,
): Actor {
  return new Actor(() => {
    const head = headFor(spec.action)
    const network = backend.mlp(
      {
        ...shape,
        inputs: product(spec.observation.shape) + identities,
        outputs: head.width,
        initialisation: 'orthogonal',
        outputGain: 0.01,
      },
      seed.fold('actor').stream(),
    )
    return { network, head }
  }, identities)
}

/** What a policy of one agent's observation needs; every agent of a team is a row to it. */
export const ONE_AGENT: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete', 'multi-discrete', 'box'],
  protocol: 'episodic',
}

/** With the head that the action space asks for. */
export const MLP: PartDefinition<'policy'> = definePart({
  id: 'mlp',
  slot: 'policy',
  parameters: { hidden: hiddenField(64, 64), activation: activationField('tanh') },
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: ONE_AGENT },
  build: (shape, { backend, spec, seed }) => mlpActor(backend, spec, shape, seed),
})

/** The same for a team: all share its parameters, and each sees which it is. Source: Gupta, Egorov and Kochenderfer 2017, section 4.1. */
export const TEAM_MLP: PartDefinition<'policy'> = definePart({
  id: 'team-mlp',
  slot: 'policy',
  parameters: { hidden: hiddenField(64, 64), activation: activationField('tanh') },
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: { ...ONE_AGENT, agents: 'team' } },
  build: (shape, { backend, spec, seed }) => mlpActor(backend, spec, shape, seed, spec.agents),
})

/** The same for the rule of a whole population, in a mean-field view of it. */
export const POPULATION_MLP: PartDefinition<'policy'> = definePart({
  id: 'population-mlp',
  slot: 'policy',
  parameters: { hidden: hiddenField(64, 64), activation: activationField('tanh') },
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: { ...ONE_AGENT, population: true } },
  build: (shape, { backend, spec, seed }) => mlpActor(backend, spec, shape, seed),
})

/** A cell's learner: `createLearner`, `trainedLearner`; its policy as it is, on one side of a game: `frozenOpponent`. */
import {
  type AdapterDefinition,
  type EnvironmentSpec,
  GauntletError,
  type Learner,
  type Opponent,
  policyPlayer,
} from '@gauntlet/core'
import { type Catalogue, adapterOf, algorithmOf, environmentOf } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { seating } from './contest.ts'
import { guardView } from './guarded-view.ts'
import { cellSeeds } from './seeds.ts'

/** The learner of a cell, untrained. It sees the environment's spec through the cell's adapters. */
export async function createLearner(catalogue: Catalogue, cell: Cell): Promise<Learner> {
  const { descriptor, parameters, configuration } = cell
  const algorithm = algorithmOf(catalogue, descriptor.algorithm.id)
  let spec: EnvironmentSpec = environmentOf(catalogue, descriptor.environment.id).describe(parameters)
  for (const adapter of adaptersOf(catalogue, cell)) {
    const adapted = adapter.adapt(spec, algorithm.requires)
    if (adapted === undefined) throw new GauntletError('adapter', `${adapter.id} does not apply any more`)
    spec = adapted
  }
  const { learner } = cellSeeds(descriptor)
  return algorithm.create({ spec, configuration, seed: learner, backend: descriptor.backend })
}

export function adaptersOf(catalogue: Catalogue, cell: Cell): AdapterDefinition[] {
  return cell.descriptor.adapters.map(({ id }) => adapterOf(catalogue, id))
}

/** The learner of a cell as training left it; `saved` is what it saved then, null where it saves nothing. */
export async function trainedLearner(
  catalogue: Catalogue,
  cell: Cell,
  saved: Uint8Array | null,
): Promise<Learner> {
  const learner = await createLearner(catalogue, cell)
  if (saved !== null) learner.load?.(saved)
  return learner
}

/**
 * A learner's policy on the other side of a game, where it can move nothing but its own. The game goes on after `step` of a
 * seat, so that adapters between them must show the seat's buffers as they are, as all do that change the spec alone.
 */
export function frozenOpponent(catalogue: Catalogue, cell: Cell, { policy }: Learner): Opponent {
  const { sees, adapters } = seating(catalogue, cell)
  return (seat) => {
    const seen = adapters.reduce((environment, adapter) => adapter.wrap(environment), seat[sees])
    const { view, refresh } = guardView(seen)
    return { ...policyPlayer(policy, seen, cell.descriptor.evaluation.mode, view), refresh }
  }
}

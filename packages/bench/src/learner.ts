/** A cell's learner: `createLearner`, `trainedLearner`; its policy as it is, on one side of a game: `frozenOpponent`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Learner,
  type Opponent,
  type Seed,
  policyPlayer,
  wrapEnvironment,
} from '@gauntlet/core'
import { specWithData } from './brought-data.ts'
import { type Catalogue, adapterOf, algorithmOf, environmentOf } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { seating } from './contest.ts'
import { guardView } from './guarded-view.ts'
import { cellSeeds } from './seeds.ts'

/** The learner of a cell, untrained. It sees the environment's spec through the cell's adapters. */
export async function createLearner(catalogue: Catalogue, cell: Cell): Promise<Learner> {
  const { descriptor, parameters, configuration } = cell
  const algorithm = algorithmOf(catalogue, descriptor.algorithm.id)
  const bare = environmentOf(catalogue, descriptor.environment.id).describe(parameters)
  let spec: EnvironmentSpec = specWithData(bare, configuration)
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
 * seat: adapters between them follow when the seat is refreshed. Those that take several steps for one of the game are given
 * all of them in one turn.
 */
export function frozenOpponent(catalogue: Catalogue, cell: Cell, { policy }: Learner): Opponent {
  const seats = seating(catalogue, cell)
  return (seat) => {
    const { place, decided } = placeAt(seat[seats.sees])
    const seen = seats.adapters.reduce((below, adapter) => adapter.wrap(below, seats.requires), place)
    const { view, refresh } = guardView(seen)
    const player = policyPlayer(policy, seen, cell.descriptor.evaluation.mode, view)
    const show = (): void => {
      seen.refresh?.()
      refresh()
    }
    return {
      begin(seed) {
        seen.reset(seed)
        refresh()
        player.begin(seed)
      },
      act() {
        do {
          player.act()
          refresh()
        } while (!decided())
      },
      refresh: show,
      ...(player.restart && {
        restart(world: number, seed: Seed) {
          if (seen.instance !== undefined) seen.instance.restart(world, seen.instance.current(world))
          refresh()
          player.restart!(world, seed)
        },
      }),
    }
  }
}

/**
 * A seat as an environment for adapters: nothing moves where they step, begin anew or restart, which the game does by itself.
 * `decided` says whether actions were put down since it was asked last.
 */
function placeAt(seat: Environment): { readonly place: Environment; readonly decided: () => boolean } {
  let stepped = false
  const place = wrapEnvironment(seat, {
    refresh: () => {},
    reset: () => {},
    step: (actions) => {
      seat.step(actions)
      stepped = true
    },
    ...(seat.instance && { instance: { ...seat.instance, restart: () => {} } }),
  })
  const decided = (): boolean => {
    const was = stepped
    stepped = false
    return was
  }
  return { place, decided }
}

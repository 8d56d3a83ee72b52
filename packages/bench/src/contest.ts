/**
 * Games of two sides in evaluation: `contest`, how a cell's policy sits at one: `seating`, and in which order games are
 * played: `gameInstance`.
 *
 * Game `j` is of instance ⌊j/2⌋; the policy that is evaluated plays side j mod 2 in it, so that every instance is played
 * twice, with sides exchanged, against the same opponent. Opponents take turns from instance to instance.
 */
import {
  type AdapterDefinition,
  type Environment,
  GauntletError,
  type Opponent,
  type Requirement,
  isGame,
  playAgainst,
} from '@gauntlet/core'
import { type Catalogue, adapterOf, algorithmOf, environmentOf } from './catalogue.ts'
import type { Cell } from './cells.ts'

/** What a policy sees of a game, and the adapters between that and the policy. */
export interface Seating {
  readonly sees: 'side' | 'game'
  readonly adapters: readonly AdapterDefinition[]
  /** What the policy requires, by which the adapters were chosen. */
  readonly requires: Requirement
}

/**
 * Where a cell's policy sits: the adapter that takes one side of the game stands for a seat at it, and those after it
 * lie between the seat and the policy. A policy that is native to the game sees all of it.
 * Errors: GauntletError where an adapter comes before a side is taken.
 */
export function seating(catalogue: Catalogue, { descriptor, evaluationParameters }: Cell): Seating {
  const { requires } = algorithmOf(catalogue, descriptor.algorithm.id)
  const adapters = descriptor.adapters.map(({ id }) => adapterOf(catalogue, id))
  let spec = environmentOf(catalogue, descriptor.environment.id).describe(evaluationParameters)
  for (const [k, adapter] of adapters.entries()) {
    spec = adapter.adapt(spec, requires) ?? spec
    if (isGame(spec)) continue
    if (k === 0) return { sees: 'side', adapters: adapters.slice(1), requires }
    const before = adapters[k - 1].id
    throw new GauntletError(
      'adapter',
      `${before} comes before a side of the game is taken, expected it after`,
    )
  }
  return { sees: 'game', adapters, requires }
}

/** The game with a seat for a policy that is evaluated, against opponents in turn. `game` has `batch` worlds. */
export function contest(
  game: Environment,
  { sees, adapters, requires }: Seating,
  opponents: readonly Opponent[],
): Environment {
  const cast = (world: number, episode: number): { side: number; opponent: number } => {
    const j = episode * game.batch + world
    return { side: j % 2, opponent: gameInstance(j) % opponents.length }
  }
  const seat = playAgainst(game, opponents, { sees, cast })
  return adapters.reduce((seen, adapter) => adapter.wrap(seen, requires), seat)
}

/** The number of the instance that game `j` plays. */
export function gameInstance(j: number): number {
  return Math.floor(j / 2)
}

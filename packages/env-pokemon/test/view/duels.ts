/** Battles to test on: `startWith`, `playOn`, `duelAfter`. */
import { Seed, type Stream } from '@gauntlet/core'
import { Duel } from '../../src/duel.ts'
import { formatOf } from '../../src/engine/formats.ts'
import type { FormatId } from '../../src/engine/regulations.ts'
import { OWN_TEAMS } from '../../src/teams/own-teams.ts'

const drawn = new Int32Array(4)

/** One joint action of each player, drawn uniformly. */
export function playOn(duel: Duel, stream: Stream): void {
  for (let player = 0; player < 2; player++) {
    const { count, pairs } = duel.legal[player]
    const k = stream.integer(count)
    drawn.set(pairs.subarray(2 * k, 2 * k + 2), 2 * player)
  }
  duel.play(drawn)
}

/** A battle between two of the package's teams at its team preview. */
export function startWith(format: FormatId, seed: Seed): Duel {
  const found = formatOf(format)
  const teams = OWN_TEAMS[found.regulation]
  const stream = seed.fold('teams').stream()
  const draw = (): string => teams[stream.integer(teams.length)].packed
  return Duel.start({ format: found, seed, teams: [draw(), draw()], names: ['One', 'Two'] })
}

/** Such a battle after some uniform decisions, or where it ended before. */
export function duelAfter(format: FormatId, seed: Seed, decisions: number): Duel {
  const duel = startWith(format, seed)
  const stream = seed.fold('play').stream()
  for (let t = 0; t < decisions && !duel.ended; t++) playOn(duel, stream)
  return duel
}

/** What a player of a battle decides from: `decisionOf`. */
import type { Stream } from '@gauntlet/core'
import type { Duel } from '../duel.ts'
import type { Decision } from './player.ts'

/** Player 0 or 1 of the battle, with random numbers of its own. */
export function decisionOf(duel: Duel, player: number, stream: Stream): Decision {
  return { known: duel.known[player], legal: duel.legal[player], stream, imagine: () => duel.copy() }
}

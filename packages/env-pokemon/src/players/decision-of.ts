/** What a player of a battle decides from: `decisionOf`. */
import type { ActMode, Stream } from '@gauntlet/core'
import type { Duel } from '../duel.ts'
import type { Decision } from './player.ts'
import { sampleWorld } from './sampled-world.ts'

/** Player 0 or 1 of the battle, with random numbers of its own. */
export function decisionOf(duel: Duel, player: number, stream: Stream, mode: ActMode): Decision {
  const known = duel.known[player]
  return {
    known,
    legal: duel.legal[player],
    stream,
    mode,
    imagine: (noise) => sampleWorld(duel.battle, known, noise),
  }
}

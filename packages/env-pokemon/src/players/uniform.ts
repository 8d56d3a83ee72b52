/** `uniform`: every legal joint action with equal probability. */
import type { Player } from './player.ts'

/**
 * A uniform draw of the flat list of legal joint actions; at team preview of pairs of members.
 * Source: RandomPlayer of poke-env 0.16, which draws for each slot alike and then joins what goes together.
 */
export const uniform: Player = ({ legal, stream }, actions, offset) => {
  const k = stream.integer(legal.count)
  actions[offset] = legal.pairs[2 * k]
  actions[offset + 1] = legal.pairs[2 * k + 1]
}

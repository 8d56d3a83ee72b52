/** How a rollout is dealt into minibatches: `deals`. */
import type { Stream } from '@gauntlet/core'
import type { Rollout } from '../rollout.ts'

/**
 * Deals the places of a rollout's decisions into so many minibatches, shuffled anew whenever it is called. With `whole` sequences
 * stay together: rows are dealt, each with all its decisions, and there are no more minibatches than rows.
 *
 * Source: Huang et al. 2022, details 6 and, of recurrent policies, 4.
 */
export function deals(
  rollout: Rollout,
  minibatches: number,
  whole: boolean,
  shuffle: Stream,
): () => Int32Array[] {
  const cards = whole ? Int32Array.from({ length: rollout.rows }, (_, i) => i) : rollout.decisions()
  const size = Math.ceil(cards.length / minibatches)
  return () => {
    // One batch of everything needs no order.
    if (minibatches > 1) shuffle.shuffle(cards)
    const hands: Int32Array[] = []
    for (let from = 0; from < cards.length; from += size) {
      const hand = cards.subarray(from, from + size)
      hands.push(whole ? rollout.decisions(hand) : hand)
    }
    return hands.filter(({ length }) => length > 0)
  }
}

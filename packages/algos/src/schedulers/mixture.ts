/** A policy that is one of several for an episode at a time: `mixturePolicy`; `drawShare`. */
import type { Policy, Seed } from '@gauntlet/core'
import { SidePlayers } from './side-players.ts'

/**
 * Draws for each side of a game, at the beginning of an episode, which member plays it to the end. What is drawn in a world is folded
 * from the number of its episode, so that it does not matter which members the other worlds have drawn.
 *
 * `members` gives the members anew when the policy begins, and `shares` how probable each is: [members], of sum 1.
 */
export function mixturePolicy(members: () => readonly Policy[], shares: () => ArrayLike<number>): Policy {
  let policies: readonly Policy[] = []
  let probabilities: ArrayLike<number> = []
  let players: SidePlayers | undefined
  /** By world: what its episodes' noise is folded from, their number, and whether the next is to be drawn yet. */
  let keys: Seed[] = []
  let episodes = new Int32Array(0)
  let undrawn = new Uint8Array(0)
  const deal = (seats: Int32Array, w: number): void => {
    const key = keys[w].fold(episodes[w]++)
    const stream = key.fold('members').stream()
    undrawn[w] = 0
    for (let seat = 2 * w; seat < 2 * w + 2; seat++) {
      const k = drawShare(probabilities, stream.uniform())
      seats[seat] = k
      policies[k].forget?.(w, key.fold('member').fold(k))
    }
  }
  return {
    begin(view, seed) {
      policies = members()
      probabilities = shares()
      for (const policy of policies) policy.begin(view, seed)
      players = new SidePlayers(view)
      const root = seed.fold('policy')
      keys = Array.from({ length: view.batch }, (_, w) => root.fold(w))
      episodes = new Int32Array(view.batch)
      undrawn = new Uint8Array(view.batch).fill(1)
    },
    act(view, actions, mode) {
      for (let w = 0; w < view.batch; w++) {
        if (undrawn[w] === 1 || view.ended[w] === 1) deal(players!.seats, w)
      }
      players!.act(policies, actions, mode)
    },
    forget(world, seed) {
      undrawn[world] = 1
      if (seed === undefined) return
      keys[world] = seed.fold('policy')
      episodes[world] = 0
    },
  }
}

/** The number that a uniform number falls to: k with probability `shares[k]`. */
export function drawShare(shares: ArrayLike<number>, uniform: number): number {
  let k = 0
  let sum = shares[0]
  while (uniform >= sum && k < shares.length - 1) sum += shares[++k]
  return k
}

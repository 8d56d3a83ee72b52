/** What a player imagines does not depend on what is hidden from it. */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { decisionOf } from '../../src/players/decision-of.ts'
import type { SampledWorld } from '../../src/players/sampled-world.ts'
import { graphOf } from './graph.ts'
import { positions, tamper } from './tamper.ts'

/** Everything in a world, and what the foe knows and is asked there. */
function contentOf({ battle, foe }: SampledWorld): string[] {
  const { count, pairs, phase } = foe.legal
  return [...graphOf(battle), ...graphOf(foe.known), phase, pairs.subarray(0, 2 * count).join()]
}

/** Every so many positions are compared. */
const STRIDE = 3

test.for(['reg-g', 'reg-g-closed'] as const)(
  '%s: worlds are the same where only what is hidden differs',
  (format) => {
    let [seen, compared] = [0, 0]
    for (const duel of positions(format, 3)) {
      if (seen++ % STRIDE !== 0) continue
      for (const player of [0, 1]) {
        if (!duel.decides(player)) continue
        const [one, other] = [duel, tamper(duel, player)].map((battle) =>
          contentOf(
            decisionOf(battle, player, Seed.from(5).stream(), 'sample').imagine(Seed.from(6).stream()),
          ),
        )
        expect(other).toEqual(one)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(15)
  },
)

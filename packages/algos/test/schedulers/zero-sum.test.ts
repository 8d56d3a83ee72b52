import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { maximin } from '../../src/schedulers/zero-sum.ts'
import { BIASED_EQUILIBRIUM, BIASED_PAYOFFS } from '../../src/studies/rock-paper-scissors.ts'

/** What a mixture of rows is paid against its worst column. */
function worst(payoffs: readonly number[], columns: number, mixture: ArrayLike<number>): number {
  const paid = Array.from({ length: columns }, (_, j) =>
    Array.from(mixture).reduce((sum, share, i) => sum + share * payoffs[i * columns + j], 0),
  )
  return Math.min(...paid)
}

const transposed = (payoffs: readonly number[], rows: number, columns: number): number[] =>
  Array.from({ length: rows * columns }, (_, k) => -payoffs[(k % rows) * columns + Math.floor(k / rows)])

describe('maximin', () => {
  it('is the only equilibrium of biased rock, paper and scissors', () => {
    const mixture = maximin(BIASED_PAYOFFS.flat(), 3, 3)
    BIASED_EQUILIBRIUM.forEach((share, k) => expect(mixture[k]).toBeCloseTo(share, 12))
  })

  it.each([
    ['a single choice', [5], 1, 1, [1]],
    ['a row that is better whatever the column', [1, 2, 0, 1], 2, 2, [1, 0]],
    ['matching pennies of unequal stakes', [2, -1, -1, 1], 2, 2, [2 / 5, 3 / 5]],
    ['no difference', [0, 0, 0, 0], 2, 2, [1, 0]],
  ] as const)('is right with %s', (_name, payoffs, rows, columns, expected) => {
    const mixture = maximin(payoffs, rows, columns)
    expected.forEach((share, k) => expect(mixture[k]).toBeCloseTo(share, 12))
  })

  it('leaves no gap between what both players can be sure of', () => {
    for (let n = 0; n < 60; n++) {
      const stream = Seed.from(n).stream()
      const [rows, columns] = [1 + stream.integer(20), 1 + stream.integer(20)]
      // Whole numbers, so that there are ties.
      const payoffs = Array.from({ length: rows * columns }, () => stream.integer(7) - 3)
      const mixture = maximin(payoffs, rows, columns)
      expect(mixture.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      expect(Math.min(...mixture)).toBeGreaterThanOrEqual(0)
      const other = maximin(transposed(payoffs, rows, columns), columns, rows)
      const bound = -worst(transposed(payoffs, rows, columns), rows, other)
      expect(bound - worst(payoffs, columns, mixture)).toBeLessThan(1e-9)
    }
  })
})

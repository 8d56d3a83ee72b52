import { describe, expect, it } from 'vitest'
import { threefry2x32, xoshiro128StarStar } from '../../src/random/index.ts'
import published from './golden/published.json' with { type: 'json' }

describe('threefry2x32', () => {
  it.each(published.threefry2x32)(
    'meets Random123: $rounds rounds, key $key',
    ({ rounds, ctr, key, out }) => {
      const words = new Uint32Array(2)
      threefry2x32(key[0], key[1], ctr[0], ctr[1], words, rounds)
      expect([...words]).toEqual(out)
    },
  )

  it('runs 20 rounds unless told', () => {
    const words = new Uint32Array(2)
    const twenty = new Uint32Array(2)
    threefry2x32(1, 2, 3, 4, words)
    threefry2x32(1, 2, 3, 4, twenty, 20)
    expect(words).toEqual(twenty)
  })

  it('changes about half of the output bits with any one bit of key or counter', () => {
    const words = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]
    const before = new Uint32Array(2)
    const after = new Uint32Array(2)
    threefry2x32(words[0], words[1], words[2], words[3], before)
    for (let bit = 0; bit < 128; bit++) {
      const flipped = words.slice()
      flipped[bit >> 5] ^= 1 << (bit & 31)
      threefry2x32(flipped[0], flipped[1], flipped[2], flipped[3], after)
      const changed = ones(before[0] ^ after[0]) + ones(before[1] ^ after[1])
      // 64 fair coins: 32 with standard deviation 4.
      expect(Math.abs(changed - 32)).toBeLessThan(20)
    }
  })
})

describe('xoshiro128StarStar', () => {
  it('meets the reference implementation', () => {
    const state = Uint32Array.from(published.xoshiro128ss.state)
    expect(published.xoshiro128ss.out.map(() => xoshiro128StarStar(state))).toEqual(
      published.xoshiro128ss.out,
    )
  })
})

function ones(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

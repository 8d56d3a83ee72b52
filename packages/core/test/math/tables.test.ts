import { describe, expect, test } from 'vitest'
import { ATAN_TABLE } from '../../src/math/atan-table.ts'
import { POWER_BIAS, POWER_OF_TWO } from '../../src/math/bits.ts'
import { EXP_TABLE } from '../../src/math/exp-table.ts'
import { LOG_TABLE } from '../../src/math/log-table.ts'
import { QUARTER_SINE } from '../../src/math/sin-table.ts'
import { TWO_OVER_PI } from '../../src/math/two-over-pi.ts'
import { atan, BITS, fromDouble, log, multiply, ONE, PI, sin, squareRoot } from './fixed-point.ts'

/** Twice the distance is at most one ulp: `got` is the double nearest to `value`. */
function expectNearest(got: number, value: bigint, what: string): void {
  const distance = fromDouble(got) - value
  const twice = 2n * (distance < 0n ? -distance : distance)
  const ulp = got === 0 ? 0n : fromDouble(2 ** (Math.floor(Math.log2(Math.abs(got))) - 52))
  // The fixed point's own error is far below one in 2^40 of any ulp met here.
  expect(twice <= ulp + (1n << 40n), what).toBe(true)
}

function expectSum(high: number, low: number, value: bigint, what: string): void {
  expectNearest(high, value, `${what}, high`)
  expectNearest(low, value - fromDouble(high), `${what}, low`)
}

describe('tables, computed again in fixed point', () => {
  test('EXP_TABLE holds 2^(j/128)', () => {
    let step = 2n * ONE
    for (let i = 0; i < 7; i++) step = squareRoot(step)
    let value = ONE
    for (let j = 0; j < 128; j++) {
      expectSum(EXP_TABLE[2 * j], EXP_TABLE[2 * j + 1], value, `2^(${j}/128)`)
      value = multiply(value, step)
    }
  })

  test('LOG_TABLE holds short reciprocals and their logarithms', () => {
    const view = new DataView(new ArrayBuffer(8))
    for (let j = 0; j < 128; j++) {
      const [c, high, low] = LOG_TABLE.subarray(3 * j)
      view.setUint32(0, 0x3fe6a000 + (j << 13))
      const start = view.getFloat64(0)
      view.setUint32(0, 0x3fe6a000 + ((j + 1) << 13))
      const end = view.getFloat64(0)
      const touchesOne = start === 1 || end === 1
      expect(c * 1024).toBe(touchesOne ? 1024 : Math.round(1024 / ((start + end) / 2)))
      const value = -log(fromDouble(c))
      const rounded = (value + (1n << (BITS - 43n))) >> (BITS - 42n)
      expect(BigInt(high * 2 ** 42)).toBe(rounded)
      expectNearest(low, value - fromDouble(high), `log, interval ${j}`)
    }
  })

  test('QUARTER_SINE holds sin(j pi / 128)', () => {
    for (let j = 0; j <= 64; j++) {
      expectSum(QUARTER_SINE[2 * j], QUARTER_SINE[2 * j + 1], sin((PI * BigInt(j)) / 128n), `sine ${j}`)
    }
  })

  test('ATAN_TABLE holds atan(j / 128) from j = 16', () => {
    for (let j = 16; j <= 128; j++) {
      const i = 2 * (j - 16)
      expectSum(ATAN_TABLE[i], ATAN_TABLE[i + 1], atan((ONE * BigInt(j)) / 128n), `atan ${j}/128`)
    }
  })

  test('TWO_OVER_PI holds the digits of 2 / pi in base 2^24', () => {
    const digits = (2n * ONE * (1n << 1344n)) / PI
    for (let n = 0; n < 56; n++) {
      expect(BigInt(TWO_OVER_PI[4 + n])).toBe((digits >> BigInt(24 * (55 - n))) & 0xffffffn)
    }
    expect([...TWO_OVER_PI.subarray(0, 4)]).toEqual([0, 0, 0, 0])
  })

  test('POWER_OF_TWO holds 2^e', () => {
    for (let e = -1074; e <= 1023; e++) expect(POWER_OF_TWO[POWER_BIAS + e]).toBe(2 ** e)
  })
})

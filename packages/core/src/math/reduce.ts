import * as bits from './bits.ts'
import * as doubleDouble from './double-double.ts'
import * as twoOverPi from './two-over-pi.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } = bits
const { productError } = doubleDouble
const { TWO_OVER_PI } = twoOverPi

/** The remainder of the latest `reduceExactly`: [0] + [1]. */
export const REMAINDER: Float64Array = new Float64Array(2)

/** The digits of x * 128 / pi in base 2^24: [0] the integer part modulo 2^24, then seven of the fraction. */
const DIGITS = new Float64Array(8)

/** Zeros in front of the table's first digit. */
const PADDING = 4
const BASE = 16777216
const INVERSE_BASE = 5.960464477539063e-8

/** pi / 128 as a sum of two doubles. */
const STEP = 0.02454369260617026
const STEP_REST = 9.567553118338697e-19

/**
 * x = k pi / 128 + REMAINDER[0] + REMAINDER[1] for finite |x| > 2^-7; returns k modulo 256.
 *
 * The remainder's relative error is below 2^-70 for every double, also next to a multiple of pi / 128.
 * Source: M. Payne and R. Hanek, "Radian reduction for trigonometric functions", ACM SIGNUM Newsletter 18(1), 1983:
 * only those digits of 2 / pi are multiplied that can reach the last eight bits of k or the fraction. Base 2^24, so
 * that every sum of four products of digits is exact in a double.
 */
export function reduceExactly(x: number): number {
  const magnitude = Math.abs(x)
  FLOAT[0] = magnitude
  const exponent = (WORDS[HIGH] >>> 20) - 1023
  // x 64 = m 2^s BASE^g with a whole m < 2^53 and 0 <= s < 24
  const g = Math.floor((exponent - 46) / 24)
  const s = exponent - 46 - 24 * g
  let m = magnitude * POWER_OF_TWO[POWER_BIAS + 52 - exponent] * POWER_OF_TWO[POWER_BIAS + s]
  const m3 = Math.floor(m * 2.117582368135751e-22)
  m -= m3 * 4722366482869645213696
  const m2 = Math.floor(m * 3.552713678800501e-15)
  m -= m2 * 281474976710656
  const m1 = Math.floor(m * INVERSE_BASE)
  const m0 = m - m1 * BASE

  let carry = 0
  for (let w = 7; w >= 0; w--) {
    const i = PADDING + g - 1 + w
    const sum =
      m0 * TWO_OVER_PI[i] +
      m1 * TWO_OVER_PI[i + 1] +
      m2 * TWO_OVER_PI[i + 2] +
      m3 * TWO_OVER_PI[i + 3] +
      carry
    carry = Math.floor(sum * INVERSE_BASE)
    DIGITS[w] = sum - carry * BASE
  }

  let k = DIGITS[0]
  let sign = 1
  if (DIGITS[1] >= BASE / 2) {
    // Nearer to k + 1: the fraction minus one, which is minus the digits' complement.
    k += 1
    sign = -1
    for (let w = 1; w < 8; w++) DIGITS[w] = BASE - 1 - DIGITS[w]
  }
  let first = 1
  while (first < 4 && DIGITS[first] === 0) first++
  const weight = POWER_OF_TWO[POWER_BIAS - 24 * (first + 1)]
  const fh = (DIGITS[first] * BASE + DIGITS[first + 1]) * weight
  const fl = (DIGITS[first + 2] * BASE + DIGITS[first + 3]) * weight * INVERSE_BASE * INVERSE_BASE

  if (x < 0) {
    k = -k
    sign = -sign
  }
  const p = fh * STEP
  const q = productError(fh, STEP, p) + (fh * STEP_REST + fl * STEP)
  const r = p + q
  REMAINDER[0] = sign * r
  REMAINDER[1] = sign * (p - r + q)
  return k & 255
}

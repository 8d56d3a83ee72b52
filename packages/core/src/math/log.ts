import * as bits from './bits.ts'
import * as logTable from './log-table.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } = bits
const { LOG_TABLE } = logTable

/** ln 2 as a multiple of 2^-42 and the rest, so that e times the first is exact. */
export const LN2_HIGH = 0.6931471805598903
export const LN2_LOW = 5.497923018708371e-14

/** 1.5 * 2^32: adding and subtracting it rounds |z| < 2^31 to a multiple of 2^-20. */
export const ROUNDER_20 = 6442450944

/** High word of the smallest significand of the table's range, 0.70703125. */
export const RANGE_START = 0x3fe6a000

/**
 * The natural logarithm.
 *
 * Accuracy: at most 0.518 ulp on 10^7 points, subnormal arguments included.
 * Domain: all doubles. ±0 gives -Infinity, x < 0 and NaN give NaN, Infinity gives Infinity, 1 gives +0.
 * Source: P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic",
 * ACM TOMS 16(4), 1990: x = 2^e z, ln x = e ln 2 - ln c + ln(1 + r), r = z c - 1. Differs: c has so few bits that
 * r = a + b with both exact, and e ln 2 - ln c + a is exact too, so no case apart is needed near 1.
 */
export function log(x: number): number {
  if (x >= 2.2250738585072014e-308 && x <= 1.7976931348623157e308) return logNormal(x, 0)
  if (x > 0 && x < 1) return logNormal(x * 18014398509481984, -54)
  if (x === 0) return -Infinity
  return x < 0 ? NaN : x
}

/** ln(x) + shift ln 2 for a positive normal x. */
function logNormal(x: number, shift: number): number {
  FLOAT[0] = x
  const offset = (WORDS[HIGH] - RANGE_START) | 0
  const e = offset >> 20
  const j = ((offset >> 13) & 127) * 3
  const c = LOG_TABLE[j]
  const z = x * POWER_OF_TWO[POWER_BIAS - e]
  const zh = z + ROUNDER_20 - ROUNDER_20
  const a = zh * c - 1
  const b = (z - zh) * c
  const n = e + shift
  const hi = n * LN2_HIGH + LOG_TABLE[j + 1] + a
  const sum = hi + b
  return sum + (hi - sum + b + (n * LN2_LOW + LOG_TABLE[j + 2]) + log1pTail(a + b))
}

/** ln(1 + r) - r for |r| <= 2^-7: Taylor to r^8. */
export function log1pTail(r: number): number {
  const r2 = r * r
  const low = -0.5 + r * 0.3333333333333333
  const middle = -0.25 + r * 0.2
  const high = -0.16666666666666666 + r * 0.14285714285714285 - r2 * 0.125
  return r2 * (low + r2 * (middle + r2 * high))
}

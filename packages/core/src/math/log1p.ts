import * as bits from './bits.ts'
import * as logarithm from './log.ts'
import * as logTable from './log-table.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } = bits
const { LN2_HIGH, LN2_LOW, log1pTail, RANGE_START, ROUNDER_20 } = logarithm
const { LOG_TABLE } = logTable

/**
 * ln(1 + x), accurate near 0.
 *
 * Accuracy: at most 0.516 ulp on 10^7 points.
 * Domain: all doubles. ±0 gives ±0, -1 gives -Infinity, x < -1 and NaN give NaN, Infinity gives Infinity.
 * Source: `log`'s method on the exact sum u + v = 1 + x (Knuth's two-sum).
 */
export function log1p(x: number): number {
  if (x > -5.551115123125783e-17 && x < 5.551115123125783e-17) return x
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x < -1 ? NaN : x
  const u = 1 + x
  const t = u - 1
  const v = 1 - (u - t) + (x - t)
  FLOAT[0] = u
  const offset = (WORDS[HIGH] - RANGE_START) | 0
  const e = offset >> 20
  const j = ((offset >> 13) & 127) * 3
  const c = LOG_TABLE[j]
  const scale = POWER_OF_TWO[POWER_BIAS - e]
  const z = u * scale
  const zh = z + ROUNDER_20 - ROUNDER_20
  const a = zh * c - 1
  const b = (z - zh + v * scale) * c
  const hi = e * LN2_HIGH + LOG_TABLE[j + 1] + a
  const sum = hi + b
  return sum + (hi - sum + b + (e * LN2_LOW + LOG_TABLE[j + 2]) + log1pTail(a + b))
}

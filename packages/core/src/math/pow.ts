import * as bits from './bits.ts'
import * as doubleDouble from './double-double.ts'
import * as exponential from './exp.ts'
import * as expTable from './exp-table.ts'
import * as logarithm from './log.ts'
import * as logTable from './log-table.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } = bits
const { SPLITTER } = doubleDouble
const { expm1Tiny, INVERSE_STEP, ROUNDER, scaleSum, STEP_HIGH, STEP_LOW } = exponential
const { EXP_TABLE } = expTable
const { LN2_HIGH, LN2_LOW, RANGE_START, ROUNDER_20 } = logarithm
const { LOG_TABLE } = logTable

/**
 * x to the power y: a drop-in for ECMAScript's `x ** y`.
 *
 * Accuracy: at most 0.507 ulp on 10^7 points, subnormal results included; exact where the result is a double.
 * Domain: all doubles. As ECMAScript and unlike IEEE 754, (±1) to ±Infinity and 1 to NaN are NaN. Otherwise as both:
 * anything to ±0 is 1, also NaN; a negative x needs an integer y, else NaN; an odd integer y keeps the sign of ±0 and
 * ±Infinity.
 * Source: e^(y ln x) with ln x and the product as sums of two doubles: `log`'s and `exp`'s tables, Dekker's product.
 */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x
  if (!(x > 0 && x < Infinity && y > -36893488147419103232 && y < 36893488147419103232))
    return powSpecial(x, y)
  if (y === 1) return x
  if (y === 0.5) return Math.sqrt(x)
  const subnormal = x < 2.2250738585072014e-308
  const normal = subnormal ? x * 18014398509481984 : x
  FLOAT[0] = normal
  const offset = (WORDS[HIGH] - RANGE_START) | 0
  const exponent = offset >> 20
  const i = ((offset >> 13) & 127) * 3
  const c = LOG_TABLE[i]
  const z = normal * POWER_OF_TWO[POWER_BIAS - exponent]
  const e = subnormal ? exponent - 54 : exponent
  const zh = z + ROUNDER_20 - ROUNDER_20
  // ln x = hi + b - a^2 / 2 - b (a + b / 2) + tail(a + b): all but the last two terms are exact, summed by fast two-sums.
  const a = zh * c - 1
  const b = (z - zh) * c
  const hi = e * LN2_HIGH + LOG_TABLE[i + 1] + a
  const s1 = hi + b
  const e1 = hi - s1 + b
  const square = -0.5 * a * a
  const s2 = s1 + square
  const e2 = s1 - s2 + square
  const r = a + b
  const low = e1 + e2 + (e * LN2_LOW + LOG_TABLE[i + 2] - b * (a + 0.5 * b)) + log1pCubic(r)
  const lh = s2 + low
  const ll = s2 - lh + low

  // y ln x = ph + pl
  const ph = y * lh
  if (!(ph < 710)) return Infinity
  if (ph < -746) return 0
  const ty = y * SPLITTER
  const yh = ty - (ty - y)
  const yl = y - yh
  const tl = lh * SPLITTER
  const lhh = tl - (tl - lh)
  const lhl = lh - lhh
  const pl = yh * lhh - ph + yh * lhl + yl * lhh + yl * lhl + y * ll

  // e^(ph + pl)
  const k = ph * INVERSE_STEP + ROUNDER - ROUNDER
  const d = ph - k * STEP_HIGH - k * STEP_LOW + pl
  const n = k | 0
  const j = (n & 127) << 1
  const t = EXP_TABLE[j]
  const rest = EXP_TABLE[j + 1] + t * expm1Tiny(d)
  const m = n >> 7
  if (m > -1022 && m < 1024) return (t + rest) * POWER_OF_TWO[m + POWER_BIAS]
  return scaleSum(t, rest, m)
}

/** Everything but a finite positive base to a power below 2^65 in size. */
function powSpecial(x: number, y: number): number {
  if (y === 0) return 1
  if (x !== x || y !== y) return NaN
  const magnitude = Math.abs(x)
  if (y === Infinity || y === -Infinity) {
    if (magnitude === 1) return NaN
    return magnitude > 1 === y > 0 ? Infinity : 0
  }
  const half = y * 0.5
  const whole = Math.floor(y) === y
  const odd = whole && Math.floor(half) !== half
  const negative = x < 0 || (x === 0 && 1 / x < 0)
  const sign = negative && odd ? -1 : 1
  if (magnitude === 0) return y > 0 ? sign * 0 : sign * Infinity
  if (magnitude === Infinity) return y > 0 ? sign * Infinity : sign * 0
  if (negative && !whole) return NaN
  if (magnitude === 1) return sign
  // |ln x| >= 2^-53, so |y ln x| >= 2^12: far over or far under.
  if (y >= 36893488147419103232 || y <= -36893488147419103232) return magnitude > 1 === y > 0 ? Infinity : 0
  return sign * pow(magnitude, y)
}

/** ln(1 + r) - r + r^2 / 2 for |r| <= 2^-7: Taylor from r^3 to r^10. */
function log1pCubic(r: number): number {
  const r2 = r * r
  const p3 = 0.3333333333333333 - r * 0.25
  const p5 = 0.2 - r * 0.16666666666666666
  const p7 = 0.14285714285714285 - r * 0.125
  const p9 = 0.1111111111111111 - r * 0.1
  return r * r2 * (p3 + r2 * (p5 + r2 * (p7 + r2 * p9)))
}

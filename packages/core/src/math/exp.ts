import * as expTable from './exp-table.ts'
import * as bits from './bits.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { EXP_TABLE } = expTable
const { POWER_BIAS, POWER_OF_TWO } = bits

/** 128 / ln 2, and ln 2 / 128 as 36 bits + 53 bits, so that k times the first is exact for |k| < 2^17. */
export const INVERSE_STEP = 184.6649652337873
export const STEP_HIGH = 0.005415212348111709
export const STEP_LOW = 1.2864023111638346e-14

/** 1.5 * 2^52: adding and subtracting it rounds |x| < 2^51 to the nearest integer, ties to even. */
export const ROUNDER = 6755399441055744

/**
 * The exponential e^x.
 *
 * Accuracy: at most 0.512 ulp on 10^7 points, subnormal results included.
 * Domain: all doubles. NaN gives NaN, -Infinity and x < -745.14 give 0, x > 709.79 gives Infinity, ±0 gives 1.
 * Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic",
 * ACM TOMS 15(2), 1989: x = k ln 2 / 128 + r, e^x = 2^(k >> 7) 2^((k & 127) / 128) e^r. Differs: 128 steps, Taylor.
 */
export function exp(x: number): number {
  if (x > -708 && x < 709) {
    const k = x * INVERSE_STEP + ROUNDER - ROUNDER
    const r = x - k * STEP_HIGH - k * STEP_LOW
    const n = k | 0
    const j = (n & 127) << 1
    const t = EXP_TABLE[j]
    return (t + (EXP_TABLE[j + 1] + t * expm1Tiny(r))) * POWER_OF_TWO[(n >> 7) + POWER_BIAS]
  }
  return expExtreme(x)
}

/**
 * Replaces values[from] to values[to - 1] by their exponentials, the bits those of `exp`. A loop over `exp` may put each number on the
 * heap, where the engine does not take the call in; this one, in which it is written out, does not.
 */
export function exps(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const x = values[i]
    if (!(x > -708 && x < 709)) {
      values[i] = expExtreme(x)
      continue
    }
    const k = x * INVERSE_STEP + ROUNDER - ROUNDER
    const r = x - k * STEP_HIGH - k * STEP_LOW
    const r2 = r * r
    const tiny =
      r + r2 * (0.5 + r * 0.16666666666666666 + r2 * (0.041666666666666664 + r * 0.008333333333333333))
    const n = k | 0
    const j = (n & 127) << 1
    const t = EXP_TABLE[j]
    values[i] = (t + (EXP_TABLE[j + 1] + t * tiny)) * POWER_OF_TWO[(n >> 7) + POWER_BIAS]
  }
}

/** e^r - 1 for |r| <= ln 2 / 256: Taylor to r^5, relative error < 2^-52. */
export function expm1Tiny(r: number): number {
  const r2 = r * r
  return r + r2 * (0.5 + r * 0.16666666666666666 + r2 * (0.041666666666666664 + r * 0.008333333333333333))
}

function expExtreme(x: number): number {
  if (x > 710) return Infinity
  if (x < -746) return 0
  if (x !== x) return x
  const k = x * INVERSE_STEP + ROUNDER - ROUNDER
  const r = x - k * STEP_HIGH - k * STEP_LOW
  const n = k | 0
  const j = (n & 127) << 1
  const t = EXP_TABLE[j]
  return scaleSum(t, EXP_TABLE[j + 1] + t * expm1Tiny(r), n >> 7)
}

/**
 * (high + low) 2^e with one rounding, also where the result is subnormal or infinite.
 *
 * Requires 1 <= high < 2, |low| < 2^-7, -1076 <= e <= 1024.
 */
export function scaleSum(high: number, low: number, e: number): number {
  if (e > 1023) return (high + low) * POWER_OF_TWO[POWER_BIAS + 1023] * POWER_OF_TWO[POWER_BIAS + e - 1023]
  if (e > -1022) return (high + low) * POWER_OF_TWO[POWER_BIAS + e]
  const scale = POWER_OF_TWO[POWER_BIAS + e + 1022]
  const h = high * scale
  const l = low * scale
  if (h + l >= 1) return (h + l) * POWER_OF_TWO[POWER_BIAS - 1022]
  // 1 + h has the spacing 2^-52 that subnormals have in units of 2^-1022, so the rounding happens there.
  const s = 1 + h
  return (s + (1 - s + h + l) - 1) * POWER_OF_TWO[POWER_BIAS - 1022]
}

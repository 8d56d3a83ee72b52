import * as bits from './bits.ts'
import * as exponential from './exp.ts'
import * as expTable from './exp-table.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { POWER_BIAS, POWER_OF_TWO } = bits
const { exp, expm1Tiny, INVERSE_STEP, ROUNDER, STEP_HIGH, STEP_LOW } = exponential
const { EXP_TABLE } = expTable

/** The low part of the latest `expm1Sum`. */
export const EXPM1_LOW: Float64Array = new Float64Array(1)

/**
 * e^x - 1, accurate near 0.
 *
 * Accuracy: at most 0.542 ulp on 10^7 points.
 * Domain: all doubles. ±0 gives ±0, -Infinity gives -1, x > 709.79 gives Infinity, NaN gives NaN.
 * Source: P. T. P. Tang, "Table-driven implementation of the expm1 function in IEEE floating-point arithmetic",
 * ACM TOMS 18(2), 1992. Differs: 128 steps, Taylor, x^2 / 2 split exactly near 0.
 */
export function expm1(x: number): number {
  if (x > -1e-17 && x < 1e-17) return x
  // e^x > 2^64: the 1 is far below half an ulp.
  if (x > 45) return exp(x)
  if (x < -40) return -1
  if (x !== x) return x
  const high = expm1Sum(x)
  return high + EXPM1_LOW[0]
}

/**
 * e^x - 1 as an unevaluated sum for -700 < x < 700: returns the high part and leaves the low one in EXPM1_LOW[0].
 *
 * Relative error of the sum < 2^-57.
 */
export function expm1Sum(x: number): number {
  if (x > -0.25 && x < 0.25) return expm1NearZero(x)
  const k = x * INVERSE_STEP + ROUNDER - ROUNDER
  const r = x - k * STEP_HIGH - k * STEP_LOW
  const n = k | 0
  const j = (n & 127) << 1
  const scale = POWER_OF_TWO[(n >> 7) + POWER_BIAS]
  const t = EXP_TABLE[j] * scale
  const low = EXP_TABLE[j + 1] * scale + t * expm1Tiny(r)
  const s = t - 1
  EXPM1_LOW[0] = (t > 1 ? t - s - 1 : t - (s + 1)) + low
  return s
}

/** x + x^2 / 2 with its rounding errors kept, and the Taylor terms x^3 to x^13 below them. */
function expm1NearZero(x: number): number {
  const xh = x + ROUNDER_26 - ROUNDER_26
  const half = 0.5 * xh * xh
  const s = x + half
  const x2 = x * x
  const p3 = 0.16666666666666666 + x * 0.041666666666666664
  const p5 = 0.008333333333333333 + x * 0.001388888888888889
  const p7 = 0.0001984126984126984 + x * 0.0000248015873015873
  const p9 = 0.0000027557319223985893 + x * 2.755731922398589e-7
  const p11 = 2.505210838544172e-8 + x * (2.08767569878681e-9 + x * 1.6059043836821613e-10)
  const cubic = x * x2 * (p3 + x2 * (p5 + x2 * (p7 + x2 * (p9 + x2 * p11))))
  EXPM1_LOW[0] = x - s + half + (0.5 * (x - xh) * (x + xh) + cubic)
  return s
}

/** 1.5 * 2^26: rounds small x to a multiple of 2^-26, whose square is exact. */
const ROUNDER_26 = 100663296

import { reduceExactly, REMAINDER } from './reduce.ts'
import { QUARTER_SINE } from './sin-table.ts'

/** 128 / pi, and pi / 128 as a multiple of 2^-33, one of 2^-59 and the rest, so that the first two steps are exact. */
const INVERSE_STEP = 40.74366543152521
const STEP_1 = 0.024543692590668797
const STEP_2 = 1.550146296047661e-11
const STEP_3 = -7.779681641429374e-19

/** 1.5 * 2^52 rounds to integers, 1.5 * 2^19 to multiples of 2^-33. */
const ROUNDER = 6755399441055744
const ROUNDER_33 = 786432

/** Where k reaches 2^24, and the remainder below which the three-part step has lost too many bits. */
const LIMIT = 411774
const CANCELLED = 3.725290298461914e-9

/** At 4k: sin(k pi / 128) as two doubles, cos(k pi / 128) as 26 bits and a double; k = 0..255. */
const CIRCLE: Float64Array = circle()

function circle(): Float64Array {
  const table = new Float64Array(1024)
  for (let k = 0; k < 256; k++) {
    const s = (k & 64) === 0 ? k & 63 : 64 - (k & 63)
    const c = 64 - s
    const sineSign = k < 128 ? 1 : -1
    const cosineSign = k < 64 || k >= 192 ? 1 : -1
    const cosine = QUARTER_SINE[2 * c]
    const cosineHigh = cosine + 100663296 - 100663296
    table[4 * k] = sineSign * QUARTER_SINE[2 * s]
    table[4 * k + 1] = sineSign * QUARTER_SINE[2 * s + 1]
    table[4 * k + 2] = cosineSign * cosineHigh
    table[4 * k + 3] = cosineSign * (cosine - cosineHigh + QUARTER_SINE[2 * c + 1])
  }
  return table
}

/**
 * The sine of x radians.
 *
 * Accuracy: at most 0.518 ulp on 10^7 points, of every size and next to multiples of pi / 2: the argument is reduced with as many digits of pi as it needs.
 * Domain: all doubles. ±0 gives ±0, ±Infinity and NaN give NaN. sin(-x) = -sin(x) exactly.
 * Source: table-driven after P. T. P. Tang, "Table-lookup algorithms for elementary functions and their error
 * analysis", 1991: x = k pi / 128 + r by Cody and Waite's three-part subtraction, or Payne and Hanek's reduction from
 * 411,774 on and next to multiples of pi / 128; then sin(k pi / 128 + r) by the addition theorem with the leading
 * product exact.
 */
export function sin(x: number): number {
  if (x > -LIMIT && x < LIMIT) {
    const k = x * INVERSE_STEP + ROUNDER - ROUNDER
    const u = x - k * STEP_1 - k * STEP_2
    const w = k * STEP_3
    const r = u - w
    if (r > CANCELLED || r < -CANCELLED) return addition((k & 255) << 2, r, u - r - w)
    if (k === 0) return x
  }
  return extreme(x, 0)
}

/**
 * The cosine of x radians.
 *
 * Accuracy: at most 0.518 ulp on 10^7 points.
 * Domain: all doubles. ±0 gives 1, ±Infinity and NaN give NaN. cos(-x) = cos(x) exactly.
 * Source: as `sin`, a quarter turn on.
 */
export function cos(x: number): number {
  if (x > -LIMIT && x < LIMIT) {
    const k = x * INVERSE_STEP + ROUNDER - ROUNDER
    const u = x - k * STEP_1 - k * STEP_2
    const w = k * STEP_3
    const r = u - w
    if (r > CANCELLED || r < -CANCELLED) return addition(((k + 64) & 255) << 2, r, u - r - w)
    if (k === 0) return 1
  }
  return extreme(x, 64)
}

/** Replaces values[from] to values[to - 1] by their sines, the bits those of `sin`. See `exps` on when a loop over `sin` will not do. */
export function sines(values: Float64Array, from: number, to: number): void {
  waves(values, from, to, 0)
}

/** Replaces values[from] to values[to - 1] by their cosines, the bits those of `cos`. */
export function cosines(values: Float64Array, from: number, to: number): void {
  waves(values, from, to, 64)
}

/** Sines (`quarter` 0) or cosines (64), with `addition` written out. */
function waves(values: Float64Array, from: number, to: number, quarter: number): void {
  for (let at = from; at < to; at++) {
    const x = values[at]
    const k = x * INVERSE_STEP + ROUNDER - ROUNDER
    const u = x - k * STEP_1 - k * STEP_2
    const w = k * STEP_3
    const r = u - w
    if (!(x > -LIMIT && x < LIMIT && (r > CANCELLED || r < -CANCELLED))) {
      values[at] = x >= -CANCELLED && x <= CANCELLED ? (quarter === 0 ? x : 1) : extreme(x, quarter)
      continue
    }
    const i = ((k + quarter) & 255) << 2
    const s = CIRCLE[i]
    const ch = CIRCLE[i + 2]
    const rh = r + ROUNDER_33 - ROUNDER_33
    const rl = r - rh + (u - r - w)
    const r2 = r * r
    const cubic = r * r2 * (-0.16666666666666666 + r2 * (0.008333333333333333 - r2 * 0.0001984126984126984))
    const versine = r2 * (-0.5 + r2 * (0.041666666666666664 - r2 * 0.001388888888888889))
    const p = ch * rh
    const sum = s + p
    const low = CIRCLE[i + 1] + (CIRCLE[i + 3] * (r + cubic) + ch * (rl + cubic) + s * versine)
    values[at] = sum + (s - sum + p + low)
  }
}

/** sin(i pi / 512 + r + tail) for i = 4k, |r| <= pi / 256, |tail| <= ulp(r). */
function addition(i: number, r: number, tail: number): number {
  const s = CIRCLE[i]
  const ch = CIRCLE[i + 2]
  const rh = r + ROUNDER_33 - ROUNDER_33
  const rl = r - rh + tail
  const r2 = r * r
  const cubic = r * r2 * (-0.16666666666666666 + r2 * (0.008333333333333333 - r2 * 0.0001984126984126984))
  const versine = r2 * (-0.5 + r2 * (0.041666666666666664 - r2 * 0.001388888888888889))
  const p = ch * rh
  const sum = s + p
  return (
    sum + (s - sum + p + (CIRCLE[i + 1] + (CIRCLE[i + 3] * (r + cubic) + ch * (rl + cubic) + s * versine)))
  )
}

/** Huge arguments and those next to a multiple of pi / 128; `quarter` 0 for the sine, 64 for the cosine. */
function extreme(x: number, quarter: number): number {
  if (x - x !== 0) return NaN
  const k = reduceExactly(x)
  const i = ((k + quarter) & 255) << 2
  const r = REMAINDER[0]
  if (r > CANCELLED || r < -CANCELLED) return addition(i, r, REMAINDER[1])
  // Here r^3 is out of reach, and splitting r at 2^-33 would lose bits where sin(k pi / 128) is 0.
  const s = CIRCLE[i]
  return s + (CIRCLE[i + 1] + (CIRCLE[i + 2] + CIRCLE[i + 3]) * r - 0.5 * s * r * r)
}

import * as atanTable from './atan-table.ts'
import * as bits from './bits.ts'
import * as doubleDouble from './double-double.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { ATAN_TABLE } = atanTable
const { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } = bits
const { productError } = doubleDouble

/** pi and pi / 2 as sums of two doubles. */
const PI = 3.141592653589793
const PI_REST = 1.2246467991473532e-16
const HALF_PI = 1.5707963267948966
const HALF_PI_REST = 6.123233995736766e-17
const QUARTER_PI = 0.7853981633974483
const THREE_QUARTER_PI = 2.356194490192345

/** 2^-28: for smaller q, atan q differs from q by less than 2^-57 q. */
const NEGLIGIBLE = 3.725290298461914e-9

/**
 * The angle in radians of the point (x, y), from -pi to pi.
 *
 * Accuracy: at most 0.539 ulp on 10^7 points, subnormal results included.
 * Domain: all doubles, with ECMAScript's values on zeros and infinities: the result has the sign of y; y = ±0 gives
 * ±0 where x is positive or +0, else ±pi. NaN in either gives NaN. atan2(-y, x) = -atan2(y, x) exactly.
 * Source: q = min / max as a sum of two doubles (Dekker 1971), atan q = atan c + atan((q - c) / (1 + c q)) with c the
 * nearest multiple of 1/128 (Tang 1991), Taylor below 1/8.
 */
export function atan2(y: number, x: number): number {
  const u = Math.abs(y)
  const v = Math.abs(x)
  let n = u
  let d = v
  let sign = 1
  let base = 0
  let baseRest = 0
  if (u > v) {
    n = v
    d = u
    sign = x < 0 ? 1 : -1
    base = HALF_PI
    baseRest = HALF_PI_REST
  } else if (x < 0) {
    sign = -1
    base = PI
    baseRest = PI_REST
  }
  if (!(n > 1e-100 && d < 1e150)) return atan2Extreme(y, x, u, v)
  const q = n / d
  if (q < NEGLIGIBLE) return atan2Extreme(y, x, u, v)
  const p = q * d
  const magnitude = atanSum(q, (n - p - productError(q, d, p)) / d, sign, base, baseRest)
  return y < 0 ? -magnitude : magnitude
}

/**
 * The arc tangent, from -pi / 2 to pi / 2.
 *
 * Accuracy: at most 0.535 ulp on 10^7 points.
 * Domain: all doubles. ±0 gives ±0, ±Infinity gives ±pi / 2, NaN gives NaN. atan(-x) = -atan(x) exactly.
 */
export function atan(x: number): number {
  const u = Math.abs(x)
  if (u < NEGLIGIBLE || x !== x) return x
  let magnitude = HALF_PI
  if (u <= 1) magnitude = atanSum(u, 0, 1, 0, 0)
  else if (u < 1152921504606846976) {
    const q = 1 / u
    const p = q * u
    magnitude = atanSum(q, (1 - p - productError(q, u, p)) / u, -1, HALF_PI, HALF_PI_REST)
  }
  return x < 0 ? -magnitude : magnitude
}

/** base + baseRest + sign * atan(q + rest) for 2^-60 < q <= 1, |rest| <= ulp(q). */
function atanSum(q: number, rest: number, sign: number, base: number, baseRest: number): number {
  let high = q
  let low = rest
  if (q >= 0.125) {
    const j = (q * 128 + 0.5) | 0
    const c = j * 0.0078125
    const t = (q - c + rest) / (1 + c * q)
    high = ATAN_TABLE[2 * j - 32]
    low =
      ATAN_TABLE[2 * j - 31] +
      (t + t * t * t * (-0.3333333333333333 + t * t * (0.2 - t * t * 0.14285714285714285)))
  } else {
    low += atanTail(q)
  }
  high *= sign
  low *= sign
  const s = base + high
  return s + (base - s + high + (baseRest + low))
}

/** atan(t) - t for |t| < 1/8: Taylor from t^3 to t^19. */
function atanTail(t: number): number {
  const z = t * t
  const p3 = -0.3333333333333333 + z * 0.2
  const p7 = -0.14285714285714285 + z * 0.1111111111111111
  const p11 = -0.09090909090909091 + z * 0.07692307692307693
  const p15 = -0.06666666666666667 + z * (0.058823529411764705 - z * 0.05263157894736842)
  const z2 = z * z
  return t * z * (p3 + z2 * (p7 + z2 * (p11 + z2 * p15)))
}

/** Zeros, infinities and NaN, quotients that are their own arc tangents, and sizes that would over- or underflow. */
function atan2Extreme(y: number, x: number, u: number, v: number): number {
  if (u !== u || v !== v) return NaN
  const toLeft = x < 0 || (x === 0 && 1 / x < 0)
  const negative = y < 0 || (y === 0 && 1 / y < 0)
  let magnitude: number
  if (u === Infinity && v === Infinity) magnitude = toLeft ? THREE_QUARTER_PI : QUARTER_PI
  else if (u === 0) magnitude = toLeft ? PI : 0
  else if (u * NEGLIGIBLE > v || u === Infinity) magnitude = HALF_PI + (HALF_PI_REST - x / u)
  else if (v * NEGLIGIBLE > u) magnitude = toLeft ? PI + (PI_REST - u / v) : u / v
  else {
    FLOAT[0] = u > v ? u : v
    const e = (WORDS[HIGH] >>> 20) - 1023
    const scale = e < -1022 ? POWER_OF_TWO[POWER_BIAS + 1000] : POWER_OF_TWO[POWER_BIAS - e]
    return atan2(y * scale, x * scale)
  }
  return negative ? -magnitude : magnitude
}

import { ATAN_TABLE } from './atan-table.ts'
import { FLOAT, HIGH, POWER_BIAS, POWER_OF_TWO, WORDS } from './bits.ts'
import { productError } from './double-double.ts'

/** pi and pi / 2 as sums of two doubles. */
const PI = 3.141592653589793
const PI_REST = 1.2246467991473532e-16
const HALF_PI = 1.5707963267948966
const HALF_PI_REST = 6.123233995736766e-17

/**
 * The angle in radians of the point (x, y), from -pi to pi.
 *
 * Accuracy: < 0.57 ulp, subnormal results included.
 * Domain: all doubles, with ECMAScript's values on zeros and infinities: the result has the sign of y; y = ±0 gives
 * ±0 where x is positive or +0, else ±pi. NaN in either gives NaN. atan2(-y, x) = -atan2(y, x) exactly.
 * Source: q = min / max as a sum of two doubles (Dekker 1971), atan q = atan c + atan((q - c) / (1 + c q)) with c the
 * nearest multiple of 1/128 (Tang 1991), Taylor below 1/8.
 */
export function atan2(y: number, x: number): number {
  const u = Math.abs(y)
  const v = Math.abs(x)
  if (!(u > 0 && v > 0 && u < Infinity && v < Infinity)) return atan2Special(y, x, u, v)
  const swapped = u > v
  const magnitude = swapped
    ? atanQuotient(v, u, x < 0 ? 1 : -1, HALF_PI, HALF_PI_REST)
    : x < 0
      ? atanQuotient(u, v, -1, PI, PI_REST)
      : atanQuotient(u, v, 1, 0, 0)
  return y < 0 ? -magnitude : magnitude
}

/**
 * The arc tangent, from -pi / 2 to pi / 2.
 *
 * Accuracy: < 0.57 ulp.
 * Domain: all doubles. ±0 gives ±0, ±Infinity gives ±pi / 2, NaN gives NaN. atan(-x) = -atan(x) exactly.
 */
export function atan(x: number): number {
  return atan2(x, 1)
}

/** base + sign * atan(n / d) for 0 < n <= d < Infinity. */
function atanQuotient(n: number, d: number, sign: number, base: number, baseRest: number): number {
  let q = n / d
  // 2^-28: q^3 / 3 is below 2^-57 q
  if (q < 3.725290298461914e-9) return base === 0 ? q : base + (baseRest + sign * q)
  let scale = 1
  if (d > 1e150 || d < 1e-100) {
    FLOAT[0] = d
    const e = (WORDS[HIGH] >>> 20) - 1023
    scale = e > 0 ? POWER_OF_TWO[POWER_BIAS - e] : POWER_OF_TWO[POWER_BIAS + 1000]
    q = (n * scale) / (d * scale)
  }
  const ds = d * scale
  const p = q * ds
  const rest = (n * scale - p - productError(q, ds, p)) / ds

  let high = q
  let low = rest
  let t = q
  if (q >= 0.125) {
    const j = Math.floor(q * 128 + 0.5)
    const c = j * 0.0078125
    t = (q - c + rest) / (1 + c * q)
    high = ATAN_TABLE[2 * j - 32]
    low = t + ATAN_TABLE[2 * j - 31]
    low += atanTail(t)
  } else {
    low += atanTail(t)
  }
  high *= sign
  low *= sign
  const s = base + high
  return s + (base - s + high + (baseRest + low))
}

/** atan(t) - t for |t| <= 1/8: Taylor from t^3 to t^19. */
function atanTail(t: number): number {
  const z = t * t
  const p3 = -0.3333333333333333 + z * 0.2
  const p7 = -0.14285714285714285 + z * 0.1111111111111111
  const p11 = -0.09090909090909091 + z * 0.07692307692307693
  const p15 = -0.06666666666666667 + z * (0.058823529411764705 - z * 0.05263157894736842)
  const z2 = z * z
  return t * z * (p3 + z2 * (p7 + z2 * (p11 + z2 * p15)))
}

function atan2Special(y: number, x: number, u: number, v: number): number {
  if (u !== u || v !== v) return NaN
  const toLeft = x < 0 || (x === 0 && 1 / x < 0)
  let magnitude: number
  if (u === 0) magnitude = toLeft ? PI : 0
  else if (v === 0) magnitude = HALF_PI
  else if (u < Infinity) magnitude = toLeft ? PI : 0
  else if (v < Infinity) magnitude = HALF_PI
  else magnitude = toLeft ? 2.356194490192345 : 0.7853981633974483
  return y < 0 || (y === 0 && 1 / y < 0) ? -magnitude : magnitude
}

import * as doubleDouble from './double-double.ts'
import * as expm1Parts from './expm1.ts'

// Local bindings: engines fold them, and module runners such as Vite's make each use of an import a getter call.
const { productError } = doubleDouble
const { EXPM1_LOW, expm1Sum } = expm1Parts

/**
 * The hyperbolic tangent.
 *
 * Accuracy: at most 0.519 ulp on 10^7 points.
 * Domain: all doubles. ±0 gives ±0, ±Infinity gives ±1, NaN gives NaN. tanh(-x) = -tanh(x) exactly.
 * Source: tanh x = E / (E + 2) with E = e^(2x) - 1 as a sum of two doubles, quotient corrected once (Dekker 1971).
 */
export function tanh(x: number): number {
  const magnitude = Math.abs(x)
  if (magnitude < 3.725290298461914e-9) return x
  if (magnitude > 20) return x > 0 ? 1 : -1
  if (x !== x) return x
  const s = expm1Sum(2 * magnitude)
  const low = EXPM1_LOW[0]
  const n = s + low
  const nl = s - n + low
  const d = 2 + n
  const dl = (n > 2 ? n - d + 2 : 2 - d + n) + nl
  const q = n / d
  const p = q * d
  const result = q + (n - p - productError(q, d, p) + (nl - q * dl)) / d
  return x > 0 ? result : -result
}

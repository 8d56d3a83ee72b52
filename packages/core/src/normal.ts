/**
 * The standard normal distribution: `normalCdf` (Phi), `normalQuantile` (its inverse).
 *
 * Coefficients come highest power first, as `polynomial` reads them.
 */
import { GauntletError } from './errors.ts'
import { show } from './show.ts'
import { exp } from './math/exp.ts'
import { log } from './math/log.ts'

/** |x| up to which Cody's central form is used; Phi is 3/4 there. */
const CENTRE = 0.67448975
/** |x| from which his asymptotic form is used: the square root of 32. */
const FAR = 5.656854249492381
/** |x| beyond which the tail is less than any double. */
const BEYOND = 39
const INVERSE_ROOT_TWO_PI = 0.3989422804014327

const CENTRE_TOP = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356,
]
const CENTRE_BOTTOM = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673]
const FLANK_TOP = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
]
const FLANK_BOTTOM = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
]
const TAIL_TOP = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  0.000029112874951168793,
]
const TAIL_BOTTOM = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
  0.00007297515550839662,
]

/**
 * Phi(x), the probability that a standard normal variable is at most x; in [0, 1].
 *
 * Accuracy: relative error below 1e-15 down to x = -37, where Phi is subnormal; Phi(x) + Phi(-x) = 1 to rounding.
 * Source: Cody 1969, "Rational Chebyshev approximations for the error function", in the form of Cody 1993, algorithm 715.
 */
export function normalCdf(x: number): number {
  const y = Math.abs(x)
  if (y > BEYOND) return x > 0 ? 1 : 0
  if (y <= CENTRE) {
    const square = x * x
    return 0.5 + (x * polynomial(CENTRE_TOP, square)) / polynomial(CENTRE_BOTTOM, square)
  }
  const tail = density(y) * (y <= FAR ? polynomial(FLANK_TOP, y) / polynomial(FLANK_BOTTOM, y) : farRatio(y))
  return x > 0 ? 1 - tail : tail
}

/** Phi(-y) over exp(-y^2 / 2) for large y. */
function farRatio(y: number): number {
  const square = 1 / (y * y)
  const correction = (square * polynomial(TAIL_TOP, square)) / polynomial(TAIL_BOTTOM, square)
  return (INVERSE_ROOT_TWO_PI - correction) / y
}

/** exp(-y^2 / 2), its argument split at a sixteenth so that the greater part is exact. */
function density(y: number): number {
  const high = Math.trunc(y * 16) / 16
  return exp(-high * high * 0.5) * exp(-(y - high) * (y + high) * 0.5)
}

/** |p - 1/2| up to which Wichura's central form is used. */
const NEAR_HALF = 0.425

const A = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
]
const B = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
]
const C = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
]
const D = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
]
const E = [
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
]
const F = [
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
]

/**
 * The x for which Phi(x) = p; -Infinity for 0, Infinity for 1.
 *
 * Accuracy: relative error about 1e-16.
 * Errors: GauntletError with code `math` where p is not in [0, 1].
 * Source: Wichura 1988, algorithm AS 241 (PPND16).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) {
    throw new GauntletError('math', `normalQuantile: got ${show(p)}, expected a probability from 0 to 1`)
  }
  const q = p - 0.5
  if (Math.abs(q) <= NEAR_HALF) {
    const r = NEAR_HALF * NEAR_HALF - q * q
    return (q * polynomial(A, r)) / polynomial(B, r)
  }
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p))
  if (r === Infinity) return q < 0 ? -Infinity : Infinity
  const x =
    r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5)
  return q < 0 ? -x : x
}

/** Horner's rule, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}

/**
 * Samplers built on gamma draws: `gamma`, `beta`, `dirichlet`.
 *
 * Shapes below 1 are drawn as gamma(a) = gamma(a + 1) U^(1/a) with U^(1/a) = exp(-E/a), E exponential. Small shapes
 * underflow, so ratios are taken between the logarithms log gamma(a + 1) - E/a.
 */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'
import { exp, log } from '../math/index.ts'
import { lengthOf } from './length.ts'
import type { Stream } from './stream.ts'

/** E/a stays finite and gamma(a) + gamma(b) too between these. */
const SMALLEST_SHAPE = 1e-300
const LARGEST_SHAPE = 1e300

/** Above this the probability of rejection, about x^4 / (108 d), is lost in the rounding of its own computation. */
const NEVER_REJECTED = 1e10

/** See `Stream.gamma`. Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables". */
export function gamma(stream: Stream, shape: number): number {
  checkShape('gamma', shape)
  return shape < 1
    ? atLeastOne(stream, shape + 1) * exp(-stream.exponential() / shape)
    : atLeastOne(stream, shape)
}

/** See `Stream.beta`. */
export function beta(stream: Stream, a: number, b: number): number {
  checkShape('beta', a)
  checkShape('beta', b)
  if (a >= 1 && b >= 1) {
    const x = atLeastOne(stream, a)
    return x / (x + atLeastOne(stream, b))
  }
  const difference = logGamma(stream, a) - logGamma(stream, b)
  if (difference > 0) return 1 / (1 + exp(-difference))
  const odds = exp(difference)
  return odds / (1 + odds)
}

/** See `Stream.dirichlet`. */
export function dirichlet<Out extends Float64Array | number[]>(
  stream: Stream,
  alpha: ArrayLike<number>,
  out: Out,
): Out {
  const size = lengthOf('dirichlet', alpha)
  const room = lengthOf('dirichlet', out)
  if (size === 0 || room < size) {
    throw new GauntletError(
      'random',
      `dirichlet: got ${size} shapes and room for ${room} numbers, expected at least one shape and as much room`,
    )
  }
  let largest = -Infinity
  for (let k = 0; k < size; k++) {
    checkShape('dirichlet', alpha[k])
    out[k] = logGamma(stream, alpha[k])
    if (out[k] > largest) largest = out[k]
  }
  let sum = 0
  for (let k = 0; k < size; k++) {
    out[k] = exp(out[k] - largest)
    sum += out[k]
  }
  for (let k = 0; k < size; k++) out[k] /= sum
  return out
}

/** The logarithm of a gamma draw; finite for every allowed shape. */
function logGamma(stream: Stream, shape: number): number {
  if (shape >= 1) return log(atLeastOne(stream, shape))
  return log(atLeastOne(stream, shape + 1)) - stream.exponential() / shape
}

/** The draw itself for shape >= 1: d (1 + c N)^3, accepted by the squeeze or by the exact comparison. */
function atLeastOne(stream: Stream, shape: number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = stream.normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = 1 - stream.uniform()
    const x2 = x * x
    if (u < 1 - 0.0331 * x2 * x2 || d > NEVER_REJECTED) return d * v
    if (log(u) < 0.5 * x2 + d * (1 - v + log(v))) return d * v
  }
}

function checkShape(method: string, shape: number): void {
  if (typeof shape === 'number' && shape >= SMALLEST_SHAPE && shape <= LARGEST_SHAPE) return
  throw new GauntletError(
    'random',
    `${method}: got shape ${show(shape)}, expected a number from 1e-300 to 1e300`,
  )
}

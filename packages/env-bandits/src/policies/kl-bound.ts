/**
 * The upper confidence bound of Chernoff for means in [0, 1]: `klUpperBound`, `negativeEntropy`.
 *
 * Symbols: m mean seen; q bound; d divergence allowed; h = m ln m + (1 - m) ln(1 - m);
 * kl(m, q) = m ln(m / q) + (1 - m) ln((1 - m) / (1 - q)) = h - m ln q - (1 - m) ln(1 - q).
 */
import { exp, expm1, log } from '@gauntlet/core'

/** Halley's method needs about three from `startAbove`, one or two from a near guess. */
const MAXIMUM_ITERATIONS = 64

/** A step of this share of the distances to m and to 1 is the last: the error after it is about its cube. */
const LAST_STEP = 3e-6

/** A mean below this is 0: its part of the divergence is far below rounding. */
const SMALLEST_MEAN = 1e-100

/** h, in [-ln 2, 0]. */
export function negativeEntropy(m: number): number {
  return m <= 0 || m >= 1 ? 0 : m * log(m) + (1 - m) * log(1 - m)
}

/**
 * The greatest q in [m, 1] with kl(m, q) <= d, to about 1e-15.
 *
 * Ranges: `m` in [0, 1]; `d` at least 0; `h` is `negativeEntropy(m)`; `guess` may be any number and only saves
 * time. Halley's method on kl(m, ·), convex and rising from m on: f' = (q - m) / (q (1 - q)) and
 * f'' = m / q^2 + (1 - m) / (1 - q)^2 come without logarithms. Far from the root the step stays between half and
 * twice Newton's.
 */
export function klUpperBound(
  m: number,
  d: number,
  h: number = negativeEntropy(m),
  guess: number = Infinity,
): number {
  if (m >= 1) return 1
  if (d <= 0) return m
  if (m < SMALLEST_MEAN) return -expm1(-d)
  let q = guess > m && guess < 1 ? guess : startAbove(m, d, h)
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS && q < 1; iteration++) {
    const rest = 1 - q
    const above = q - m
    const newton = ((h - m * log(q) - (1 - m) * log(rest) - d) * q * rest) / above
    const bend = (newton * (m * rest * rest + (1 - m) * q * q)) / (2 * q * rest * above)
    const step = newton / (1 - Math.max(-1, Math.min(bend, 0.5)))
    q -= step
    if (Math.abs(step) <= LAST_STEP * above * rest) break
    if (!(q > m && q < 1)) q = startAbove(m, d, h)
  }
  return q
}

/** The lower of two bounds from above: Pinsker's, good where d is small, and one from m ln q <= 0, good near 1. */
function startAbove(m: number, d: number, h: number): number {
  return Math.min(m + Math.sqrt(d / 2), 1 - exp((h - d) / (1 - m)))
}

/** kl(m, q), in [0, Infinity]. Ranges: both in [0, 1]. */
export function klDivergence(m: number, q: number): number {
  if (m === q) return 0
  return (m > 0 ? m * log(m / q) : 0) + (m < 1 ? (1 - m) * log((1 - m) / (1 - q)) : 0)
}

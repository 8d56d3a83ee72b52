/** The normal distribution in closed form: `normalDensity`, `normalCumulative`, `clippedMoments`. */
import { exp } from '@gauntlet/core'

const ONE_OVER_ROOT_TWO_PI = 0.3989422804014327

/** From here on the continued fraction of the tail converges faster than the series about 0. */
const TAIL = 3
const FRACTION_DEPTH = 60

/** The density of the standard normal distribution at `x`. */
export function normalDensity(x: number): number {
  return ONE_OVER_ROOT_TWO_PI * exp(-0.5 * x * x)
}

/**
 * P(Z <= x) for a standard normal Z, to about 1e-15 in absolute terms and 1e-13 of itself in the lower tail.
 *
 * Source: Marsaglia 2004, "Evaluating the normal distribution" (series); Laplace's continued fraction beyond 3.
 */
export function normalCumulative(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x <= -TAIL) return lowerTail(-x)
  if (x >= TAIL) return 1 - lowerTail(x)
  let term = x
  let sum = x
  for (let k = 3; ; k += 2) {
    term *= (x * x) / k
    const next = sum + term
    if (next === sum) return 0.5 + normalDensity(x) * sum
    sum = next
  }
}

/** P(Z <= -x) for x of at least 3: the density over x + 1 / (x + 2 / (x + …)). */
function lowerTail(x: number): number {
  if (x > 40) return 0
  let fraction = x
  for (let k = FRACTION_DEPTH; k >= 1; k--) fraction = x + k / fraction
  return normalDensity(x) / fraction
}

/**
 * Mean and standard deviation of max(0, X), X normal with the given mean and standard deviation.
 *
 * In units of the deviation, with z the mean: what is clipped off, (-X)+, has the first two moments
 * u = f(z) - z F(-z) and w = (1 + z^2) F(-z) - z f(z); then E max(0, X) = z + u, and for the variance
 * 1 - w - u^2 - 2 z u. Below 0 it is X+ that has the moments u and w of |z|.
 */
export function clippedMoments(mean: number, deviation: number): { mean: number; deviation: number } {
  if (deviation === 0) return { mean: Math.max(0, mean), deviation: 0 }
  const z = mean / deviation
  const distance = Math.abs(z)
  const density = normalDensity(distance)
  const tail = normalCumulative(-distance)
  // Of the part on the far side of 0 from the mean.
  const first = Math.max(0, density - distance * tail)
  const second = Math.max(0, (1 + distance * distance) * tail - distance * density)
  if (z < 0)
    return { mean: deviation * first, deviation: deviation * Math.sqrt(Math.max(0, second - first * first)) }
  const variance = 1 - second - first * first - 2 * z * first
  return { mean: deviation * (z + first), deviation: deviation * Math.sqrt(Math.max(0, variance)) }
}

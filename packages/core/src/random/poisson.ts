/**
 * The Poisson sampler: `poisson`.
 *
 * Symbols: `mu` the mean; `k` the candidate; `u`, `v` the uniforms of the transformed rejection; `stirlingError(k)`
 * the logarithm of k! over Stirling's formula for it.
 */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'
import { exp, log } from '../math/index.ts'
import type { Stream } from './stream.ts'

/** Below this mean a search along the cumulative probabilities is quicker; the rejection needs at least 10. */
const SEARCH_BELOW = 10

/** P(k > 110) < 2^-200 at mean 10: only rounding brings the search here. */
const SEARCH_LIMIT = 110

/** Keeps every candidate exact as a double. */
const LARGEST_MEAN = 1125899906842624

const HALF_LOG_TWO_PI = 0.9189385332046728

/** See `Stream.poisson`. */
export function poisson(stream: Stream, mean: number): number {
  if (!(typeof mean === 'number' && mean >= 0 && mean <= LARGEST_MEAN)) {
    throw new GauntletError('random', `poisson: got mean ${show(mean)}, expected a number from 0 to 2^50`)
  }
  return mean < SEARCH_BELOW ? bySearch(stream, mean) : byRejection(stream, mean)
}

/** Inversion: the first k whose cumulative probability exceeds a uniform. */
function bySearch(stream: Stream, mu: number): number {
  const probability0 = exp(-mu)
  for (;;) {
    let u = stream.uniform()
    let probability = probability0
    for (let k = 0; k <= SEARCH_LIMIT; k++) {
      if (u < probability) return k
      u -= probability
      probability *= mu / (k + 1)
    }
  }
}

/**
 * Algorithm PTRS: transformed rejection with a squeeze.
 * Source: Hörmann 1993, "The transformed rejection method for generating Poisson random variables", section 5.
 */
function byRejection(stream: Stream, mu: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mu)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = stream.uniform() - 0.5
    const v = 1 - stream.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mu + 0.43)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (log((v * inverseAlpha) / (a / (us * us) + b)) <= logProbability(k, mu)) return k
  }
}

/**
 * log(mu^k e^-mu / k!), without the cancellation of the plain formula at large means.
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities", equations 3 to 5.
 */
function logProbability(k: number, mu: number): number {
  if (k === 0) return -mu
  return -stirlingError(k) - deviance(k, mu) - HALF_LOG_TWO_PI - 0.5 * log(k)
}

/** k log(k / mu) + mu - k, by its series about k = mu where the terms would cancel. */
function deviance(k: number, mu: number): number {
  const difference = k - mu
  const ratio = difference / (k + mu)
  if (Math.abs(ratio) >= 0.1) return k * log(k / mu) - difference
  // With s = ratio, log(k / mu) = 2 (s + s^3/3 + s^5/5 + ...).
  const square = ratio * ratio
  let term = 2 * k * ratio
  let sum = difference * ratio
  for (let j = 3; ; j += 2) {
    term *= square
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

const EXACT_UP_TO = 15
const smallStirlingErrors: Float64Array = /* @__PURE__ */ stirlingErrorTable()

/** Stirling errors of 0 to 15 from exact factorials. */
function stirlingErrorTable(): Float64Array {
  const table = new Float64Array(EXACT_UP_TO + 1)
  let factorial = 1
  for (let k = 1; k <= EXACT_UP_TO; k++) {
    factorial *= k
    table[k] = log(factorial) - (k + 0.5) * log(k) + k - HALF_LOG_TWO_PI
  }
  return table
}

/** log k! - ((k + 1/2) log k - k + log(2 pi) / 2) for k >= 1: the Stirling series, to the term in k^-9. */
function stirlingError(k: number): number {
  if (k <= EXACT_UP_TO) return smallStirlingErrors[k]
  const s = 1 / (k * k)
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188))))) / k
}

/**
 * The normal distribution: `NormalDistribution`, `erfc`, `normalCdf`, `normalPdf`, `normalQuantile`, `normalLoss`.
 *
 * Symbols: phi density, Phi distribution function of the standard normal; z its argument.
 */
import { exp, log } from '@gauntlet/core'
import { requireNumber, requireProbability, requireWhole } from './checks.ts'
import type { Distribution } from './distribution.ts'

const SQRT_2 = 1.4142135623730951
const TWO_OVER_SQRT_PI = 1.1283791670955126
const ONE_OVER_SQRT_2_PI = 0.3989422804014327

/** The series is used below this argument, where the fraction would need more terms. */
const SERIES_BELOW = 2

/** From 2 on, the fraction's truncation error is then below 1e-16. */
const FRACTION_TERMS = 64

/** Beyond this argument erfc is below the smallest double. */
const LARGEST = 27.3

/**
 * The complementary error function, 2 / sqrt(pi) times the integral of exp(-t^2) from x on.
 *
 * Accuracy: absolute 1e-15 everywhere; relative 2e-13.
 * Source: Abramowitz and Stegun 1964, 7.1.6 (a series of positive terms) below 2 and 7.1.14 (a continued fraction,
 * taken from its end) from 2 on.
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x)
  if (x > LARGEST) return 0
  if (x < SERIES_BELOW) {
    let term = x
    let sum = x
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1)
      sum += term
    }
    return 1 - TWO_OVER_SQRT_PI * exp(-x * x) * sum
  }
  let fraction = x
  for (let n = FRACTION_TERMS; n > 0; n--) fraction = x + n / 2 / fraction
  return (TWO_OVER_SQRT_PI / 2) * (exp(-x * x) / fraction)
}

/** phi(z). */
export function normalPdf(z: number): number {
  return ONE_OVER_SQRT_2_PI * exp((-z * z) / 2)
}

/** Phi(z), to an absolute 1e-15. */
export function normalCdf(z: number): number {
  return erfc(-z / SQRT_2) / 2
}

/**
 * The z with Phi(z) = `fraction`, to about 1e-14 of itself.
 *
 * Ranges: `fraction` in (0, 1); ParameterError otherwise.
 * Source: Abramowitz and Stegun 1964, 26.2.23, then Halley's method on Phi in the lower tail.
 */
export function normalQuantile(fraction: number): number {
  requireProbability('normalQuantile.fraction', fraction)
  if (fraction > 0.5) return -normalQuantile(1 - fraction)
  const t = Math.sqrt(-2 * log(fraction))
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let iteration = 0; iteration < 3; iteration++) {
    const newton = (normalCdf(z) - fraction) / normalPdf(z)
    z -= newton / (1 + (z * newton) / 2)
  }
  return z
}

/** E[max(Z - z, 0)] of a standard normal Z: phi(z) - z (1 - Phi(z)). */
export function normalLoss(z: number): number {
  return normalPdf(z) - z * normalCdf(-z)
}

/** Normal demand. Errors: ParameterError unless the mean is finite and the deviation above 0. */
export class NormalDistribution implements Distribution {
  readonly mean: number
  readonly deviation: number

  constructor(mean: number, deviation: number) {
    requireNumber('NormalDistribution.mean', mean, -Number.MAX_VALUE)
    requireNumber('NormalDistribution.deviation', deviation, 0, true)
    this.mean = mean
    this.deviation = deviation
  }

  cdf(y: number): number {
    return normalCdf((y - this.mean) / this.deviation)
  }

  quantile(fraction: number): number {
    return this.mean + this.deviation * normalQuantile(fraction)
  }

  loss(y: number): number {
    return this.deviation * normalLoss((y - this.mean) / this.deviation)
  }

  sum(periods: number): NormalDistribution {
    requireWhole('NormalDistribution.sum.periods', periods, 1)
    return new NormalDistribution(this.mean * periods, this.deviation * Math.sqrt(periods))
  }
}

/**
 * From a bootstrap distribution to an interval: `intervalOf`, `accelerationOf`.
 *
 * Symbols: `estimate` the statistic of the sample, `z0` the bias correction, `a` the acceleration, Phi the standard
 * normal distribution function, z its quantile at alpha = (1 ∓ level) / 2.
 */
import { GauntletError, normalCdf, normalQuantile } from '@gauntlet/core'
import { meanOf } from './mean.ts'
import { quantile } from './quantile.ts'

/**
 * How an interval is read off the distribution: `percentile` its quantiles; `basic` those mirrored at the estimate;
 * `bc` bias-corrected; `bca` bias-corrected and accelerated.
 */
export type IntervalMethod = 'percentile' | 'basic' | 'bc' | 'bca'

/** An interval around an estimate. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Nominal coverage: 0.95. */
  readonly level: number
  /** How it was made: `stratified bootstrap, percentile, 2000 replicates`. */
  readonly method: string
}

export interface Bounds {
  readonly low: number
  readonly high: number
}

/**
 * The bounds of one statistic's interval.
 *
 * Shapes: `distribution` [replicates], ascending. `acceleration` is used by `bca` alone.
 * Errors: GauntletError with code `statistics` where `bc` or `bca` meets an estimate outside the distribution: then
 * there is no bias correction.
 * Source: Efron and Tibshirani 1993, sections 13.3, 14.3; as in arch's `bootstrap`, on which rliable rests.
 */
export function intervalOf(
  estimate: number,
  distribution: Float64Array,
  method: IntervalMethod,
  level: number,
  acceleration: number = 0,
): Bounds {
  const at = (alpha: number): number => quantile(distribution, alpha)
  const [lower, upper] = [(1 - level) / 2, (1 + level) / 2]
  if (method === 'percentile') return { low: at(lower), high: at(upper) }
  if (method === 'basic') return { low: 2 * estimate - at(upper), high: 2 * estimate - at(lower) }
  const z0 = biasCorrection(estimate, distribution)
  const a = method === 'bca' ? acceleration : 0
  // Phi(z0 + (z0 + z) / (1 - a (z0 + z))); with a = 0, Phi(2 z0 + z).
  const shifted = (alpha: number): number => {
    const z = z0 + normalQuantile(alpha)
    return normalCdf(z0 + z / (1 - a * z))
  }
  return { low: at(shifted(lower)), high: at(shifted(upper)) }
}

/** z0: the normal quantile of the share of replicates below the estimate. */
export function biasCorrection(estimate: number, distribution: Float64Array): number {
  let below = 0
  while (below < distribution.length && distribution[below] < estimate) below++
  if (below === 0 || below === distribution.length) {
    throw new GauntletError(
      'statistics',
      `interval: ${below} of ${distribution.length} replicates are below the estimate ${estimate}, so that its bias ` +
        'cannot be corrected; use percentile, or more replicates',
    )
  }
  return normalQuantile(below / distribution.length)
}

/**
 * a = sum u^3 / (6 (sum u^2)^(3/2)), where u = mean(jack) - jack; 0 where the jackknife does not vary.
 *
 * Shapes: `jackknife` [runs], the statistic without each run in turn, of one statistic: rliable, by way of arch,
 * subtracts the mean over all statistics at once, which is wrong for any two of different size.
 * Source: Efron and Tibshirani 1993, equation 14.15.
 */
export function accelerationOf(jackknife: Float64Array): number {
  const mean = meanOf(jackknife)
  let squares = 0
  let cubes = 0
  for (const value of jackknife) {
    const u = mean - value
    squares += u * u
    cubes += u * u * u
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares))
}

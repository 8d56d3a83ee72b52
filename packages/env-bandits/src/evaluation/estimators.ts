/**
 * Estimators of a policy's value from another policy's log: `ips`, `snips`, `directMethod`, `doublyRobust`,
 * `selfNormalisedDoublyRobust`, `effectiveSampleSize`, and shrinkages of weights: `clipped`, `switched`, `optimistic`,
 * `subgaussian`.
 *
 * Symbols: n rounds; K actions; a[i], r[i], p[i] chosen action, its reward and propensity; pi policy under evaluation;
 * w[i] = pi[i, a[i]] / p[i] weight; q estimated rewards; m[i] = sum over a of pi[i, a] q[i, a]; f(w) shrunk weight.
 * Shapes: pi and q [n, K] in rows. All are pure.
 */
import { type BanditLog, checkProbabilities } from './bandit-log.ts'
import { GauntletError } from '@gauntlet/core'

/** A value, and its standard error: of a mean of n terms, their variance with n - 1 in the denominator; NaN of one round. */
export interface Estimate {
  readonly value: number
  readonly standardError: number
}

/** What stands for a weight: biased, but of less variance. */
export type Shrinkage = (weight: number) => number

/** No shrinkage. */
export const unshrunk: Shrinkage = (weight) => weight

/** min(w, most). Source: Ionides 2008; Swaminathan and Joachims 2015. */
export const clipped = (most: number): Shrinkage =>
  bounded('most', most, 0, Infinity, (w) => Math.min(w, most))

/** w, but 0 where w is above tau. Source: Wang, Agarwal and Dudík 2017 (SWITCH), as the estimator Switch-DR. */
export const switched = (tau: number): Shrinkage =>
  bounded('tau', tau, 0, Infinity, (w) => (w <= tau ? w : 0))

/**
 * lambda w / (w^2 + lambda): 0 where lambda is 0, w where it is infinite.
 * Source: Su, Dimakopoulou, Krishnamurthy and Dudík 2020 (DRos), section 3.2.
 */
export const optimistic = (lambda: number): Shrinkage =>
  bounded('lambda', lambda, 0, Infinity, (w) => (lambda === 0 ? 0 : w / ((w * w) / lambda + 1)))

/** w / (1 - lambda + lambda w). Source: Metelli, Russo and Restelli 2021, subgaussian and differentiable, with s = -1. */
export const subgaussian = (lambda: number): Shrinkage =>
  bounded('lambda', lambda, 0, 1, (w) => (w === 0 ? 0 : w / (1 - lambda + lambda * w)))

function bounded(name: string, value: number, low: number, high: number, shrink: Shrinkage): Shrinkage {
  if (value >= low && value <= high) return shrink
  throw new GauntletError('estimator', `${name}: got ${value}, expected ${low} to ${high}`)
}

/** The weights w: [n]. Errors: ParameterError where pi is not [n, K] of distributions. */
export function importanceWeights(log: BanditLog, policy: Float64Array): Float64Array {
  checkProbabilities(log, policy)
  const { rounds, actions, chosen, propensities } = log
  return Float64Array.from({ length: rounds }, (_, i) => policy[i * actions + chosen[i]] / propensities[i])
}

/** Inverse propensity scoring: the mean of f(w) r. Source: Horvitz and Thompson 1952; Strehl et al. 2010. */
export function ips(log: BanditLog, policy: Float64Array, shrink: Shrinkage = unshrunk): Estimate {
  const weights = importanceWeights(log, policy)
  return meanOf(weights.map((weight, i) => shrink(weight) * log.rewards[i]))
}

/** Self-normalised: sum of w r over sum of w; the error by the delta method. Source: Swaminathan and Joachims 2015. */
export function snips(log: BanditLog, policy: Float64Array): Estimate {
  const weights = importanceWeights(log, policy)
  return normalised(weights, log.rewards, new Float64Array(log.rounds))
}

/** The mean of m. Source: Beygelzimer and Langford 2009. */
export function directMethod(log: BanditLog, policy: Float64Array, estimates: Float64Array): Estimate {
  checkProbabilities(log, policy)
  return meanOf(modelled(log, policy, estimates))
}

/** The mean of m + f(w) (r - q[a]). Source: Dudík, Langford and Li 2011. */
export function doublyRobust(
  log: BanditLog,
  policy: Float64Array,
  estimates: Float64Array,
  shrink: Shrinkage = unshrunk,
): Estimate {
  const weights = importanceWeights(log, policy)
  const values = modelled(log, policy, estimates)
  const rest = residuals(log, estimates)
  return meanOf(values.map((value, i) => value + shrink(weights[i]) * rest[i]))
}

/** The mean of m, plus the sum of w (r - q[a]) over the sum of w. Source: Robins et al. 2007. */
export function selfNormalisedDoublyRobust(
  log: BanditLog,
  policy: Float64Array,
  estimates: Float64Array,
): Estimate {
  const weights = importanceWeights(log, policy)
  const values = modelled(log, policy, estimates)
  return normalised(weights, residuals(log, estimates), values)
}

/** How many rounds of equal weight the log is worth: (sum of w)^2 over the sum of w^2; 0 where all are 0. Source: Kish 1965. */
export function effectiveSampleSize(log: BanditLog, policy: Float64Array): number {
  let sum = 0
  let squares = 0
  for (const weight of importanceWeights(log, policy)) {
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

/** m: [n]. Errors: GauntletError where estimates are not [n, K] of finite numbers. */
function modelled(
  { rounds, actions }: BanditLog,
  policy: Float64Array,
  estimates: Float64Array,
): Float64Array {
  if (estimates.length !== rounds * actions) {
    throw new GauntletError(
      'estimator',
      `estimates: got ${estimates.length} numbers, expected ${rounds} rows of ${actions}`,
    )
  }
  const wrong = estimates.findIndex((estimate) => !Number.isFinite(estimate))
  if (wrong >= 0) {
    throw new GauntletError(
      'estimator',
      `estimates: row ${Math.floor(wrong / actions) + 1}, action ${wrong % actions}: got ${estimates[wrong]}, expected a finite number`,
    )
  }
  const values = new Float64Array(rounds)
  for (let i = 0; i < rounds; i++) {
    for (let k = i * actions; k < (i + 1) * actions; k++) values[i] += policy[k] * estimates[k]
  }
  return values
}

/** r - q[a]: [n]. */
function residuals({ actions, chosen, rewards }: BanditLog, estimates: Float64Array): Float64Array {
  return rewards.map((reward, i) => reward - estimates[i * actions + chosen[i]])
}

/** The mean of `base`, plus the weighted mean of `values`. Errors: GauntletError where all weights are 0. */
function normalised(weights: Float64Array, values: Float64Array, base: Float64Array): Estimate {
  const { length } = weights
  let sum = 0
  let total = 0
  for (let i = 0; i < length; i++) {
    sum += weights[i]
    total += weights[i] * values[i]
  }
  if (sum === 0)
    throw new GauntletError(
      'estimator',
      'all weights are 0: the policy never takes an action that was logged',
    )
  const ratio = total / sum
  const terms = base.map((value, i) => value + (length * weights[i] * (values[i] - ratio)) / sum)
  const { value, standardError } = meanOf(terms)
  return { value: value + ratio, standardError }
}

function meanOf(terms: Float64Array): Estimate {
  const { length } = terms
  let sum = 0
  for (const term of terms) sum += term
  const value = sum / length
  let squares = 0
  for (const term of terms) squares += (term - value) * (term - value)
  return { value, standardError: Math.sqrt(squares / (length - 1) / length) }
}

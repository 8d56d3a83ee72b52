/**
 * Distributions on a grid: `DiscreteDistribution`, its makers `poisson`, `geometric`, `negativeBinomial`, `binomial`,
 * `clippedNormal`; `requireOnGrid`, `requireWholeDemand`.
 */
import { ParameterError } from '@gauntlet/core'
import { requireNumber, requireProbability, requireWhole } from './checks.ts'
import type { Distribution } from './distribution.ts'
import { NormalDistribution } from './normal.ts'

/** Mass that a maker leaves out beyond the end of its table, at most. */
export const TAIL_MASS = 1e-16

/** How far the masses of a table may be from 1 in total. */
const MASS_ERROR = 1e-9

/**
 * Demand of k `unit`s with probability `probabilities[k]`, k = 0, 1, ….
 *
 * Means and losses come from the table as it stands; a maker's table lacks at most `TAIL_MASS`, a sum of n periods n times
 * that.
 * Errors: ParameterError naming the first entry that is no probability, or the total where it is not 1.
 */
export class DiscreteDistribution implements Distribution {
  readonly probabilities: Float64Array
  readonly unit: number
  readonly mean: number
  readonly deviation: number
  /** P(D <= k units), and E[max(D - k units, 0)] in units of goods. */
  readonly #cdf: Float64Array
  readonly #loss: Float64Array

  constructor(probabilities: ArrayLike<number>, unit: number = 1) {
    requireNumber('DiscreteDistribution.unit', unit, 0, true)
    const p = Float64Array.from(probabilities)
    const size = p.length
    let total = 0
    for (let k = 0; k < size; k++) {
      if (!(p[k] >= 0)) {
        throw new ParameterError(`DiscreteDistribution.probabilities[${k}]`, p[k], 'a probability')
      }
      total += p[k]
    }
    if (!(Math.abs(total - 1) <= MASS_ERROR)) {
      throw new ParameterError('DiscreteDistribution.probabilities', total, 'masses that sum to 1')
    }
    this.probabilities = p
    this.unit = unit
    this.#cdf = new Float64Array(size)
    this.#loss = new Float64Array(size)
    let upTo = 0
    for (let k = 0; k < size; k++) this.#cdf[k] = upTo += p[k]
    // From the end, where terms are small: loss(k) = loss(k + 1) + P(D > k).
    let beyond = 0
    for (let k = size - 2; k >= 0; k--) {
      beyond += p[k + 1]
      this.#loss[k] = this.#loss[k + 1] + beyond * unit
    }
    this.mean = this.#loss[0]
    let squares = 0
    for (let k = 0; k < size; k++) squares += p[k] * (k * unit - this.mean) * (k * unit - this.mean)
    this.deviation = Math.sqrt(squares)
  }

  cdf(y: number): number {
    const k = Math.floor(y / this.unit)
    if (k < 0) return 0
    return k < this.#cdf.length ? this.#cdf[k] : 1
  }

  quantile(fraction: number): number {
    requireProbability('DiscreteDistribution.quantile.fraction', fraction)
    const last = this.#cdf.length - 1
    let k = 0
    while (k < last && this.#cdf[k] < fraction) k++
    return k * this.unit
  }

  loss(y: number): number {
    if (y <= 0) return this.mean - y
    const k = Math.floor(y / this.unit)
    if (k >= this.#loss.length - 1) return 0
    const share = y / this.unit - k
    return this.#loss[k] + share * (this.#loss[k + 1] - this.#loss[k])
  }

  /** By repeated squaring. */
  sum(periods: number): DiscreteDistribution {
    requireWhole('DiscreteDistribution.sum.periods', periods, 0)
    let total: Float64Array = new Float64Array([1])
    let power = this.probabilities
    for (let n = periods; n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) total = convolve(total, power)
      if (n > 1) power = convolve(power, power)
    }
    return new DiscreteDistribution(total, this.unit)
  }
}

/** Throws a ParameterError unless demand has a table, which the solvers go through. */
export function requireOnGrid(path: string, demand: Distribution): void {
  if (demand instanceof DiscreteDistribution) return
  throw new ParameterError(path, demand, 'a DiscreteDistribution, as poisson, clippedNormal and others make')
}

/** Throws a ParameterError unless demand comes in whole units, and there is any. */
export function requireWholeDemand(path: string, demand: DiscreteDistribution): void {
  requireOnGrid(path, demand)
  if (demand.unit !== 1) throw new ParameterError(`${path}.unit`, demand.unit, '1: whole units')
  requireNumber(`${path}.mean`, demand.mean, 0, true)
}

/** The masses of a sum: c[k] is the sum over i of a[i] b[k - i]. Ends that lack less than `TAIL_MASS` are cut off. */
function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(a.length + b.length - 1)
  for (let i = 0; i < a.length; i++) {
    const mass = a[i]
    if (mass === 0) continue
    for (let j = 0; j < b.length; j++) c[i + j] += mass * b[j]
  }
  let size = c.length
  for (let tail = c[size - 1]; size > 1 && tail < TAIL_MASS; tail += c[size - 1]) size--
  return c.subarray(0, size)
}

/** Poisson demand. Ranges: `mean` above 0. */
export function poisson(mean: number): DiscreteDistribution {
  requireNumber('poisson.mean', mean, 0, true)
  return fromRatios(Math.floor(mean), (k) => mean / k)
}

/** Geometric demand, the number of failures before the first success: support 0, 1, …. Ranges: `mean` above 0. */
export function geometric(mean: number): DiscreteDistribution {
  return negativeBinomial(1, mean)
}

/**
 * Negative binomial demand: failures before the `successes`-th success, which need not be whole.
 * Ranges: both above 0. Variance: mean + mean^2 / successes.
 */
export function negativeBinomial(successes: number, mean: number): DiscreteDistribution {
  requireNumber('negativeBinomial.successes', successes, 0, true)
  requireNumber('negativeBinomial.mean', mean, 0, true)
  const failure = mean / (mean + successes)
  const mode = Math.max(0, Math.floor(((successes - 1) * failure) / (1 - failure)))
  return fromRatios(mode, (k) => (failure * (k - 1 + successes)) / k)
}

/** Binomial demand. Ranges: `trials` a whole number from 1 on, `probability` in (0, 1). */
export function binomial(trials: number, probability: number): DiscreteDistribution {
  requireWhole('binomial.trials', trials, 1)
  requireProbability('binomial.probability', probability)
  const odds = probability / (1 - probability)
  const mode = Math.min(trials, Math.floor((trials + 1) * probability))
  return fromRatios(mode, (k) => (odds * (trials - k + 1)) / k)
}

/**
 * Normal demand clipped at 0, on a grid: k units stand for the interval of half a unit to both sides, 0 for all below.
 * The distribution of a sum keeps its mean to about the square of the unit.
 */
export function clippedNormal(mean: number, deviation: number, unit: number): DiscreteDistribution {
  const normal = new NormalDistribution(mean, deviation)
  requireNumber('clippedNormal.unit', unit, 0, true)
  const highest = Math.max(0, Math.ceil(normal.quantile(1 - TAIL_MASS) / unit))
  const probabilities = new Float64Array(highest + 1)
  let below = 0
  for (let k = 0; k <= highest; k++) {
    const upTo = normal.cdf((k + 0.5) * unit)
    probabilities[k] = upTo - below
    below = upTo
  }
  return new DiscreteDistribution(probabilities, unit)
}

/**
 * The masses whose ratio to the one before is `ratio(k)`, taken from the mode both ways so that nothing under- or
 * overflows, until what is left is at most `TAIL_MASS`. Ratios must fall from the mode on, and be 0 past the end of the
 * support.
 */
function fromRatios(mode: number, ratio: (k: number) => number): DiscreteDistribution {
  const masses = Array.from({ length: mode + 1 }, () => 1)
  for (let k = mode; k > 0; k--) masses[k - 1] = masses[k] / ratio(k)
  for (let mass = 1; ;) {
    const next = ratio(masses.length)
    // The rest is below a geometric series.
    if (next <= 0 || (next < 1 && (mass * next) / (1 - next) < TAIL_MASS)) break
    masses.push((mass *= next))
  }
  let total = 0
  for (const mass of masses) total += mass
  return new DiscreteDistribution(masses.map((mass) => mass / total))
}

/**
 * The Bayes-optimal play of one block: `BayesOptimal`.
 *
 * Symbols: K arms; n pulls in all; s[k] and f[k] successes and failures of arm k so far; prior Beta(alpha, beta) of every arm.
 */
import { GauntletError, ParameterError } from '@gauntlet/core'

/** Arms are alike, so that only the multiset of their tallies counts; more of these take too long and too much memory. */
const MAXIMUM_STATES = 2_000_000

/**
 * Dynamic programming over tallies: V(s, f) = max over k of m_k (1 + V(s + e_k, f)) + (1 - m_k) V(s, f + e_k), with m_k =
 * (alpha + s[k]) / (alpha + beta + s[k] + f[k]) and V = 0 after n pulls. Values are computed when they are first asked for.
 *
 * Ranges: `arms` and `pulls` whole numbers of at least 1; `alpha` and `beta` above 0.
 * Errors: ParameterError naming what is out of range; GauntletError where there are more than two million states.
 * Source: Bellman 1956, A problem in the sequential design of experiments.
 */
export class BayesOptimal {
  private readonly arms: number
  private readonly pulls: number
  private readonly alpha: number
  private readonly beta: number
  private readonly values = new Map<number, number>()
  /** A tally as one number: s (n + 1) + f, below the base */
  private readonly base: number

  constructor(arms: number, pulls: number, alpha: number, beta: number) {
    for (const [name, count] of Object.entries({ arms, pulls })) {
      if (!(Number.isInteger(count) && count >= 1))
        throw new ParameterError(`BayesOptimal.${name}`, count, 'a whole number of at least 1')
    }
    for (const [name, value] of Object.entries({ alpha, beta })) {
      if (!(value > 0 && value < Infinity))
        throw new ParameterError(`BayesOptimal.${name}`, value, 'a finite number above 0')
    }
    this.arms = arms
    this.pulls = pulls
    this.alpha = alpha
    this.beta = beta
    this.base = (pulls + 1) * (pulls + 1)
    let keys = 1
    for (let k = 0; k < arms; k++) keys *= this.base
    if (keys > Number.MAX_SAFE_INTEGER || leastStates(arms, pulls) > MAXIMUM_STATES) throw this.tooLarge()
  }

  /**
   * The expected successes of the pulls that are left. Shapes: `successes` and `failures` [arms], counts.
   * Errors: ParameterError where they are not, or add up to more than the pulls.
   */
  value(successes: ArrayLike<number>, failures: ArrayLike<number>): number {
    const tallies = this.talliesOf(successes, failures)
    return this.valueOf(tallies, this.left(tallies, 0))
  }

  /** The arm to pull, the first of several that are as good to 1e-12. Errors: as `value`, also where no pull is left. */
  bestArm(successes: ArrayLike<number>, failures: ArrayLike<number>): number {
    const tallies = this.talliesOf(successes, failures)
    const left = this.left(tallies, 1)
    let best = 0
    let highest = -1
    for (let k = 0; k < tallies.length; k++) {
      const value = this.pullValue(tallies, k, left)
      if (value > highest + 1e-12) {
        best = k
        highest = value
      }
    }
    return best
  }

  private talliesOf(successes: ArrayLike<number>, failures: ArrayLike<number>): number[] {
    for (const [name, counts] of Object.entries({ successes, failures })) {
      let known = counts.length === this.arms
      for (let k = 0; k < counts.length; k++)
        known &&= Number.isInteger(counts[k]) && counts[k] >= 0 && counts[k] <= this.pulls
      if (!known) {
        const allowed = `${this.arms} whole numbers from 0 to ${this.pulls}`
        throw new ParameterError(`BayesOptimal: ${name}`, Array.from(counts), allowed)
      }
    }
    return Array.from({ length: this.arms }, (_, k) => successes[k] * (this.pulls + 1) + failures[k])
  }

  /** The pulls that are left, of which there must be at least so many. */
  private left(tallies: readonly number[], least: number): number {
    let made = 0
    for (const tally of tallies) made += Math.floor(tally / (this.pulls + 1)) + (tally % (this.pulls + 1))
    if (made <= this.pulls - least) return this.pulls - made
    throw new ParameterError('BayesOptimal', `${made} pulls made`, `at most ${this.pulls - least}`)
  }

  private valueOf(tallies: readonly number[], left: number): number {
    if (left === 0) return 0
    const sorted = tallies.toSorted((p, q) => p - q)
    let key = 0
    for (const tally of sorted) key = key * this.base + tally
    const known = this.values.get(key)
    if (known !== undefined) return known
    let value = 0
    for (let k = 0; k < sorted.length; k++) {
      if (k === 0 || sorted[k] !== sorted[k - 1]) value = Math.max(value, this.pullValue(sorted, k, left))
    }
    if (this.values.size >= MAXIMUM_STATES) throw this.tooLarge()
    this.values.set(key, value)
    return value
  }

  private pullValue(tallies: readonly number[], k: number, left: number): number {
    const { alpha, beta, pulls } = this
    const s = Math.floor(tallies[k] / (pulls + 1))
    const f = tallies[k] % (pulls + 1)
    const mean = (alpha + s) / (alpha + beta + s + f)
    const success = tallies.with(k, tallies[k] + pulls + 1)
    const failure = tallies.with(k, tallies[k] + 1)
    return mean * (1 + this.valueOf(success, left - 1)) + (1 - mean) * this.valueOf(failure, left - 1)
  }

  private tooLarge(): GauntletError {
    return new GauntletError(
      'solver',
      `Bayes-optimal play: ${this.pulls} pulls of ${this.arms} arms have more than ${MAXIMUM_STATES} states; ` +
        'expected fewer arms or shorter blocks',
    )
  }
}

/** All tallies of at most n pulls, of which no more than K! stand for each other. */
function leastStates(arms: number, pulls: number): number {
  let states = 1
  for (let i = 1; i <= 2 * arms; i++) states *= (pulls + i) / i
  for (let k = 2; k <= arms; k++) states /= k
  return states
}

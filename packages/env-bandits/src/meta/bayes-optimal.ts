/**
 * The Bayes-optimal play of one block: `BayesOptimal`.
 *
 * Symbols: K arms; n pulls in all; s[k] and f[k] successes and failures of arm k so far; prior Beta(alpha, beta) of every arm.
 */
import { GauntletError } from '@gauntlet/core'

/** Arms are alike, so that only the multiset of their tallies counts; more of these take too long and too much memory. */
const MAXIMUM_STATES = 2_000_000

/**
 * Dynamic programming over tallies: V(s, f) = max over k of m_k (1 + V(s + e_k, f)) + (1 - m_k) V(s, f + e_k), with m_k =
 * (alpha + s[k]) / (alpha + beta + s[k] + f[k]) and V = 0 after n pulls. Values are computed when they are first asked for.
 *
 * Errors: GauntletError where there are more than two million states.
 * Source: Bellman 1956, A problem in the sequential design of experiments.
 */
export class BayesOptimal {
  private readonly pulls: number
  private readonly alpha: number
  private readonly beta: number
  private readonly values = new Map<number, number>()
  /** A tally as one number: s (n + 1) + f, below the base */
  private readonly base: number

  constructor(arms: number, pulls: number, alpha: number, beta: number) {
    this.pulls = pulls
    this.alpha = alpha
    this.beta = beta
    this.base = (pulls + 1) * (pulls + 1)
    let keys = 1
    for (let k = 0; k < arms; k++) keys *= this.base
    if (keys > Number.MAX_SAFE_INTEGER) throw this.tooLarge(arms)
  }

  /** The expected successes of the pulls that are left. Shapes: `successes` and `failures` [arms], counts. */
  value(successes: ArrayLike<number>, failures: ArrayLike<number>): number {
    const tallies = this.talliesOf(successes, failures)
    return this.valueOf(tallies, this.left(tallies))
  }

  /** The arm to pull, the first of several that are as good to 1e-12. */
  bestArm(successes: ArrayLike<number>, failures: ArrayLike<number>): number {
    const tallies = this.talliesOf(successes, failures)
    const left = this.left(tallies)
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
    return Array.from({ length: successes.length }, (_, k) => successes[k] * (this.pulls + 1) + failures[k])
  }

  private left(tallies: readonly number[]): number {
    let made = 0
    for (const tally of tallies) made += Math.floor(tally / (this.pulls + 1)) + (tally % (this.pulls + 1))
    return this.pulls - made
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
    if (this.values.size >= MAXIMUM_STATES) throw this.tooLarge(sorted.length)
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

  private tooLarge(arms: number): GauntletError {
    return new GauntletError(
      'solver',
      `Bayes-optimal play: ${this.pulls} pulls of ${arms} arms have more than ${MAXIMUM_STATES} states; ` +
        'expected fewer arms or shorter blocks',
    )
  }
}

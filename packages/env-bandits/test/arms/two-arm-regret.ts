/**
 * Exact expected pseudo-regret of a policy on two-armed Bernoulli bandits, by a dynamic programme over the
 * sufficient statistics: pulls and successes of both arms.
 */
import type { ArmStatistics } from '../../src/policies/tally.ts'

/** For every state of a layer, the probability of pulling arm 0 under each of several tie rules: [rules][states]. */
export type Chooser = (statistics: ArmStatistics) => readonly Float64Array[]

/** A problem under one of the chooser's tie rules. */
export interface Case {
  readonly means: readonly [number, number]
  readonly rule: number
}

/** Expected pseudo-regret of every case after 0 … horizon pulls: [cases][horizon + 1]. */
export function exactRegret(choose: Chooser, cases: readonly Case[], horizon: number): Float64Array[] {
  const regrets = cases.map(() => new Float64Array(horizon + 1))
  let layer = new Layer(0, cases.length)
  for (const masses of layer.masses) masses[0] = 1
  for (let t = 0; t < horizon; t++) {
    const next = new Layer(t + 1, cases.length)
    const choices = choose(layer.statistics())
    cases.forEach(({ means, rule }, c) => {
      const best = Math.max(...means)
      const pulls = layer.advance(c, means, choices[rule], next)
      regrets[c][t + 1] = regrets[c][t] + pulls[0] * (best - means[0]) + pulls[1] * (best - means[1])
    })
    layer = next
  }
  return regrets
}

/** All states after `t` pulls: n pulls of arm 0, s of them successes, and r successes of arm 1. */
class Layer {
  readonly t: number
  readonly size: number
  /** First state of each n; states run over n, s, r. */
  readonly starts: number[] = []
  /** [cases][states] */
  readonly masses: Float64Array[]

  constructor(t: number, cases: number) {
    this.t = t
    let size = 0
    for (let n = 0; n <= t; n++) {
      this.starts.push(size)
      size += (n + 1) * (t - n + 1)
    }
    this.size = size
    this.masses = Array.from({ length: cases }, () => new Float64Array(size))
  }

  statistics(): ArmStatistics {
    const { t, size } = this
    const pulls = new Float64Array(2 * size)
    const sums = new Float64Array(2 * size)
    let i = 0
    for (let n = 0; n <= t; n++) {
      for (let s = 0; s <= n; s++) {
        for (let r = 0; r <= t - n; r++, i += 2) {
          pulls[i] = n
          pulls[i + 1] = t - n
          sums[i] = s
          sums[i + 1] = r
        }
      }
    }
    return { arms: 2, steps: new Float64Array(size).fill(t), pulls, sums, squares: sums }
  }

  /** Moves the mass of case `c` on; returns the probabilities with which the two arms are pulled. */
  advance(
    c: number,
    [p, q]: readonly [number, number],
    choice: Float64Array,
    next: Layer,
  ): readonly [number, number] {
    const { t } = this
    const from = this.masses[c]
    const to = next.masses[c]
    const pulls: [number, number] = [0, 0]
    let i = 0
    for (let n = 0; n <= t; n++) {
      const rest = t - n + 1
      for (let s = 0; s <= n; s++) {
        for (let r = 0; r < rest; r++, i++) {
          if (from[i] === 0) continue
          const first = from[i] * choice[i]
          const second = from[i] - first
          pulls[0] += first
          pulls[1] += second
          const won = next.starts[n + 1] + (s + 1) * rest + r
          to[won] += first * p
          to[won - rest] += first * (1 - p)
          const other = next.starts[n] + s * (rest + 1) + r
          to[other + 1] += second * q
          to[other] += second * (1 - q)
        }
      }
    }
    return pulls
  }
}

/**
 * The probability that a draw from Beta(a, b) exceeds one from Beta(c, d), for whole parameters.
 * Source: Miller 2015, "Formulas for Bayesian A/B testing", with each term from the one before.
 */
export function betaExceeds(a: number, b: number, c: number, d: number): number {
  let term = 1
  for (let j = 0; j < b; j++) term *= (d + j) / (c + d + j)
  let sum = 0
  for (let i = 0; i < a; i++) {
    sum += term
    term *= ((c + i) * (b + i)) / ((c + d + b + i) * (1 + i))
  }
  return sum
}

/**
 * KL-UCB: `klUcb`, `klUcbIndices`, `LeadingKlUcbIndices`.
 *
 * Symbols: t pulls so far; n pulls of the arm; m mean of its rewards; q a bound; kl and h as in kl-bound.ts.
 */
import { type AlgorithmDefinition, log, number, policyAlgorithm } from '@gauntlet/core'
import { type IndexRule, armwise, indexPolicy } from './index-policy.ts'
import { klUpperBound, negativeEntropy } from './kl-bound.ts'
import { type ArmStatistics, BOUNDED_ARMS } from './tally.ts'

/** ln t + c ln ln t; ln t where that is below 1. */
function exploration(t: number, c: number): number {
  const logT = log(t)
  return c === 0 || logT <= 1 ? logT : logT + c * log(logT)
}

/**
 * Writes the greatest q with n kl(m, q) <= ln t + c ln ln t: indices [worlds, arms].
 * Source: Garivier and Cappé 2011, algorithm 1; its authors recommend c = 0 in practice.
 */
export function klUcbIndices(c: number = 0): IndexRule {
  return armwise(
    (n, s, _, __, bound) => klUpperBound(s / n, bound / n),
    (t) => exploration(t, c),
  )
}

/** Arms are left out only where their index is lower than the highest by more than this, ten times a tie. */
const CLEARLY_LOWER = 1e-11

/** More than the rounding error of a divergence. */
const DIVERGENCE_ERROR = 1e-14

/**
 * As `klUcbIndices` for the arms that may be pulled next; for the others, a number below their index.
 *
 * An arm's index is below q where n kl(m, q) > ln t, which takes no root, and no logarithm of its own once h is
 * known. Between its pulls an arm's index only rises, so that the one written last stays a bound from below.
 * Call `write` with the same `indices` [worlds, arms] at every step of the worlds, the first included.
 */
export class LeadingKlUcbIndices {
  private readonly arms: number
  private readonly c: number
  /** [worlds, arms]: the pulls for which `indices` hold; `means` and `entropies` are those of now */
  private readonly written: Float64Array
  private readonly means: Float64Array
  private readonly entropies: Float64Array

  constructor(worlds: number, arms: number, c: number = 0) {
    this.arms = arms
    this.c = c
    this.written = new Float64Array(worlds * arms)
    this.means = new Float64Array(worlds * arms)
    this.entropies = new Float64Array(worlds * arms)
  }

  write({ steps, pulls, sums }: ArmStatistics, indices: Float64Array): void {
    let t = 0
    let logT = 0
    for (let w = 0; w < steps.length; w++) {
      if (steps[w] !== t) {
        t = steps[w]
        logT = exploration(t, this.c)
      }
      if (this.takeIn(w, pulls, sums, indices)) this.solve(w, pulls, logT, indices)
    }
  }

  /** Means and entropies of the arms that were pulled; whether every arm has been. */
  private takeIn(w: number, pulls: Float64Array, sums: Float64Array, indices: Float64Array): boolean {
    const { arms, written, means, entropies } = this
    let complete = true
    for (let i = w * arms; i < (w + 1) * arms; i++) {
      const n = pulls[i]
      if (n === 0) {
        indices[i] = Infinity
        written[i] = 0
        complete = false
      } else if (n !== written[i]) {
        means[i] = sums[i] / n
        entropies[i] = negativeEntropy(means[i])
        if (indices[i] === Infinity) indices[i] = means[i]
      }
    }
    return complete
  }

  /** Solves for the arm that led last, then for those that are not clearly below the highest so far. */
  private solve(w: number, pulls: Float64Array, logT: number, indices: Float64Array): void {
    const { arms, written, means, entropies } = this
    const end = (w + 1) * arms
    let leader = w * arms
    for (let i = leader + 1; i < end; i++) if (indices[i] > indices[leader]) leader = i
    let top = this.index(leader, pulls[leader], logT, indices[leader])
    indices[leader] = top
    let logQ = log(top - CLEARLY_LOWER)
    let logRest = log(1 - top + CLEARLY_LOWER)
    for (let i = w * arms; i < end; i++) {
      if (i === leader) continue
      const n = pulls[i]
      const m = means[i]
      const divergence = entropies[i] - m * logQ - (1 - m) * logRest - DIVERGENCE_ERROR
      if (m < top - CLEARLY_LOWER && n * divergence > logT) {
        if (written[i] !== n) indices[i] = m
      } else {
        indices[i] = this.index(i, n, logT, indices[i])
        if (indices[i] > top) {
          top = indices[i]
          logQ = log(top - CLEARLY_LOWER)
          logRest = log(1 - top + CLEARLY_LOWER)
        }
      }
      written[i] = n
    }
    written[leader] = pulls[leader]
  }

  private index(i: number, n: number, logT: number, guess: number): number {
    return klUpperBound(this.means[i], logT / n, this.entropies[i], guess)
  }
}

export const klUcb: AlgorithmDefinition<{ readonly c: number }> = policyAlgorithm({
  id: 'kl-ucb',
  version: 1,
  family: 'bandit',
  summary: 'Pulls the arm with the highest upper confidence bound of Chernoff, asymptotically optimal',
  source:
    'Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits and beyond, algorithm 1',
  requires: BOUNDED_ARMS,
  configuration: {
    c: number({ description: 'The bound is ln t + c ln ln t', default: 0, minimum: 0 }),
  },
  policy: ({ configuration }) =>
    indexPolicy((worlds, arms) => {
      const leading = new LeadingKlUcbIndices(worlds, arms, configuration.c)
      return (statistics, indices) => leading.write(statistics, indices)
    }),
})

/**
 * Tsallis-INF: `tsallisInf`, `TsallisWeights`, `tsallisProbabilities`.
 *
 * Symbols: K arms; t step, from 1; L[k] estimated loss of arm k so far; eta learning rate; x normalisation, below all L.
 */
import { type AlgorithmDefinition, choice, policyAlgorithm } from '@gauntlet/core'
import { BOUNDED_ARMS } from './tally.ts'
import { type ArmWeights, weightedPolicy } from './weighted-policy.ts'

const MAXIMUM_ITERATIONS = 100

/**
 * Writes p[k] = 4 / (eta (L[k] - x))^2 with x such that they sum to 1 but for rounding; their sum.
 *
 * Newton's method from x = min L - 2 / eta, where the best arm's p alone is 1: the sum is convex and rises with x, so that x
 * only falls, and never meets the pole at min L.
 * Shapes: `losses` [arms] from `offset`; `out` [arms] from `outOffset`.
 */
export function tsallisProbabilities(
  losses: Float64Array,
  offset: number,
  arms: number,
  eta: number,
  out: Float64Array,
  outOffset: number,
): number {
  let least = Infinity
  for (let k = 0; k < arms; k++) least = Math.min(least, losses[offset + k])
  let x = least - 2 / eta
  let sum = 0
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
    sum = 0
    let slope = 0
    for (let k = 0; k < arms; k++) {
      const root = 2 / (eta * (losses[offset + k] - x))
      out[outOffset + k] = root * root
      sum += out[outOffset + k]
      slope += out[outOffset + k] * root
    }
    const step = (sum - 1) / (eta * slope)
    if (!(step > 0) || x - step === x) break
    x -= step
  }
  return sum
}

/** Weights of any number of worlds; eta is 2 / sqrt(t), or 4 / sqrt(t) where estimates have reduced variance. */
export class TsallisWeights implements ArmWeights {
  private readonly arms: number
  private readonly reduced: boolean
  /** [worlds, arms] */
  private readonly weights: Float64Array
  private readonly losses: Float64Array
  /** [worlds]: pulls so far */
  private readonly steps: Float64Array
  /** [worlds, arms]: p as written last */
  private readonly probabilities: Float64Array

  constructor(weights: Float64Array, arms: number, reduced: boolean) {
    this.arms = arms
    this.reduced = reduced
    this.weights = weights
    this.losses = new Float64Array(weights.length)
    this.steps = new Float64Array(weights.length / arms)
    this.probabilities = new Float64Array(weights.length)
  }

  forget(w: number): void {
    this.losses.fill(0, w * this.arms, (w + 1) * this.arms)
    this.steps[w] = 0
  }

  weigh(w: number): number {
    const { arms, weights, losses, probabilities } = this
    const from = w * arms
    const sum = tsallisProbabilities(losses, from, arms, this.rate(w), weights, from)
    if (this.reduced) for (let i = from; i < from + arms; i++) probabilities[i] = weights[i] / sum
    return sum
  }

  /**
   * Adds loss / probability to the pulled arm's L; with reduced variance (loss - B) / probability, and B to all, where B[k]
   * is 1/2 if p[k] >= eta^2, else 0.
   */
  learn(w: number, arm: number, reward: number, probability: number): void {
    const { arms, losses, probabilities, reduced } = this
    const from = w * arms
    const eta = this.rate(w)
    let loss = 1 - reward
    if (reduced) {
      for (let k = 0; k < arms; k++) {
        if (probabilities[from + k] < eta * eta) continue
        losses[from + k] += 0.5
        if (k === arm) loss -= 0.5
      }
    }
    losses[from + arm] += loss / probability
    this.steps[w]++
  }

  private rate(w: number): number {
    return (this.reduced ? 4 : 2) / Math.sqrt(this.steps[w] + 1)
  }
}

interface TsallisConfiguration {
  readonly estimator: 'importance-weighted' | 'reduced-variance'
}

export const tsallisInf: AlgorithmDefinition<TsallisConfiguration> = policyAlgorithm({
  id: 'tsallis-inf',
  version: 1,
  family: 'bandit',
  summary:
    'Optimal both where rewards are stochastic and where an adversary chooses them, without knowing which',
  source: 'Zimmert and Seldin 2021, Tsallis-INF, algorithm 1 with α = 1/2',
  requires: { ...BOUNDED_ARMS, delayed: false },
  configuration: {
    estimator: choice({
      description:
        'How losses are estimated; with reduced variance the rate is 4 / sqrt(t), else 2 / sqrt(t)',
      options: ['importance-weighted', 'reduced-variance'],
      default: 'reduced-variance',
    }),
  },
  policy: ({ configuration: { estimator } }) =>
    weightedPolicy(
      'tsallis-inf',
      (weights, arms) => new TsallisWeights(weights, arms, estimator === 'reduced-variance'),
    ),
})

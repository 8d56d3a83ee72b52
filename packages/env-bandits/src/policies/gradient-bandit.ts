/**
 * The gradient bandit: `gradientBandit`, `PreferenceWeights`.
 *
 * Symbols: H[k] preference for arm k; p = softmax(H); b mean of the rewards before.
 */
import { type AlgorithmDefinition, exp, number, policyAlgorithm } from '@gauntlet/core'
import { ONLINE_ARMS } from './tally.ts'
import { type ArmWeights, weightedPolicy } from './weighted-policy.ts'

/** Preferences of any number of worlds, moved by rate (reward - b) (1[k pulled] - p[k]). */
export class PreferenceWeights implements ArmWeights {
  private readonly arms: number
  private readonly rate: number
  /** [worlds, arms] */
  private readonly weights: Float64Array
  /** [worlds, arms]: H, and p as written last */
  private readonly preferences: Float64Array
  private readonly probabilities: Float64Array
  /** [worlds]: sum of rewards, and pulls */
  private readonly sums: Float64Array
  private readonly steps: Float64Array

  constructor(weights: Float64Array, arms: number, rate: number) {
    this.arms = arms
    this.rate = rate
    this.weights = weights
    this.preferences = new Float64Array(weights.length)
    this.probabilities = new Float64Array(weights.length)
    this.sums = new Float64Array(weights.length / arms)
    this.steps = new Float64Array(weights.length / arms)
  }

  forget(w: number): void {
    this.preferences.fill(0, w * this.arms, (w + 1) * this.arms)
    this.sums[w] = 0
    this.steps[w] = 0
  }

  weigh(w: number): number {
    const { arms, weights, preferences, probabilities } = this
    const from = w * arms
    let most = -Infinity
    for (let k = 0; k < arms; k++) most = Math.max(most, preferences[from + k])
    let sum = 0
    for (let k = 0; k < arms; k++) {
      weights[from + k] = exp(preferences[from + k] - most)
      sum += weights[from + k]
    }
    for (let i = from; i < from + arms; i++) probabilities[i] = weights[i] / sum
    return sum
  }

  learn(w: number, arm: number, reward: number): void {
    const { arms, preferences, probabilities, sums, steps } = this
    const from = w * arms
    const step = this.rate * (reward - (steps[w] === 0 ? 0 : sums[w] / steps[w]))
    for (let k = 0; k < arms; k++) preferences[from + k] -= step * probabilities[from + k]
    preferences[from + arm] += step
    sums[w] += reward
    steps[w]++
  }
}

export const gradientBandit: AlgorithmDefinition<{ readonly rate: number }> = policyAlgorithm({
  id: 'gradient-bandit',
  version: 1,
  family: 'bandit',
  summary: 'Stochastic gradient ascent on a softmax over arms, with the mean reward as baseline',
  source: 'Williams 1992; Sutton and Barto 2018, section 2.8',
  requires: { ...ONLINE_ARMS, delayed: false },
  configuration: {
    rate: number({ description: 'Step size', default: 0.1, minimum: 0 }),
  },
  policy: ({ configuration }) =>
    weightedPolicy(
      'gradient-bandit',
      (weights, arms) => new PreferenceWeights(weights, arms, configuration.rate),
    ),
})

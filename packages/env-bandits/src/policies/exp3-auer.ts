/**
 * EXP3 as first published, in gains and with uniform exploration: `exp3Auer`, `GainWeights`.
 *
 * Symbols: K arms; T horizon; gamma share of uniform exploration; G[k] estimated gain of arm k so far.
 */
import { type AlgorithmDefinition, exp, log, number, policyAlgorithm } from '@gauntlet/core'
import { BOUNDED_ARMS } from './tally.ts'
import { type ArmWeights, weightedPolicy } from './weighted-policy.ts'

/** e - 1 */
const GROWTH = exp(1) - 1

/** Probabilities (1 - gamma) exp(gamma G[k] / K) / sum + gamma / K. */
export class GainWeights implements ArmWeights {
  private readonly arms: number
  private readonly gamma: number
  /** [worlds, arms] */
  private readonly weights: Float64Array
  /** [worlds, arms]: G */
  private readonly gains: Float64Array

  constructor(weights: Float64Array, arms: number, gamma: number) {
    this.arms = arms
    this.gamma = gamma
    this.weights = weights
    this.gains = new Float64Array(weights.length)
  }

  forget(w: number): void {
    this.gains.fill(0, w * this.arms, (w + 1) * this.arms)
  }

  weigh(w: number): number {
    const { arms, gamma, weights, gains } = this
    const from = w * arms
    let most = -Infinity
    for (let k = 0; k < arms; k++) most = Math.max(most, gains[from + k])
    let sum = 0
    for (let k = 0; k < arms; k++) {
      weights[from + k] = exp((gamma * (gains[from + k] - most)) / arms)
      sum += weights[from + k]
    }
    for (let i = from; i < from + arms; i++) weights[i] = ((1 - gamma) * weights[i]) / sum + gamma / arms
    return 1
  }

  learn(w: number, arm: number, reward: number, probability: number): void {
    this.gains[w * this.arms + arm] += reward / probability
  }
}

export const exp3Auer: AlgorithmDefinition<{ readonly gamma: number }> = policyAlgorithm({
  id: 'exp3-auer',
  version: 1,
  family: 'bandit',
  summary: 'EXP3 in gains, a share of whose pulls is of any arm',
  source:
    'Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem, figure 1 and corollary 3.2',
  requires: { ...BOUNDED_ARMS, delayed: false, finiteHorizon: true },
  configuration: {
    gamma: number({
      description: 'Share of pulls of any arm; 0 for min(1, sqrt(K ln K / ((e - 1) T)))',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
  },
  policy: ({ configuration: { gamma } }) =>
    weightedPolicy('exp3-auer', (weights, arms, { spec }) => {
      const best = Math.min(1, Math.sqrt((arms * log(arms)) / (GROWTH * spec.horizon)))
      return new GainWeights(weights, arms, gamma === 0 ? best : gamma)
    }),
})

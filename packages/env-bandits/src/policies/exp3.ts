/**
 * Exponential weights over importance-weighted losses: `exp3`, `exp3Ix`, `ExponentialWeights`, `AnytimeWeights`.
 *
 * Symbols: K arms; T horizon; t step, from 1; L[k] estimated loss of arm k so far; p[k] its probability; eta learning
 * rate; gamma what is added to a probability before a loss is divided by it.
 */
import { type AlgorithmDefinition, choice, exp, log, policyAlgorithm } from '@gauntlet/core'
import { BOUNDED_ARMS } from './tally.ts'
import { type ArmWeights, weightedPolicy } from './weighted-policy.ts'

/** Weights are rebased before their sum comes near the smallest numbers. */
const SMALLEST_SUM = 1e-200

/** Weights in proportion to exp(-eta L[k]), of any number of worlds. */
export class ExponentialWeights implements ArmWeights {
  private readonly arms: number
  private readonly eta: number
  private readonly gamma: number
  /** [worlds, arms]: exp(-eta (L - base)); only a pulled arm's changes */
  private readonly weights: Float64Array
  /** [worlds, arms]: L */
  private readonly losses: Float64Array
  /** [worlds]: at most the least L, and the sum of the weights */
  private readonly bases: Float64Array
  private readonly totals: Float64Array

  /** Shapes: `weights` [worlds, arms], rewritten. */
  constructor(weights: Float64Array, arms: number, eta: number, gamma: number = 0) {
    this.arms = arms
    this.eta = eta
    this.gamma = gamma
    this.weights = weights.fill(1)
    this.losses = new Float64Array(weights.length)
    this.bases = new Float64Array(weights.length / arms)
    this.totals = new Float64Array(weights.length / arms).fill(arms)
  }

  forget(w: number): void {
    const from = w * this.arms
    this.losses.fill(0, from, from + this.arms)
    this.weights.fill(1, from, from + this.arms)
    this.bases[w] = 0
    this.totals[w] = this.arms
  }

  weigh(w: number): number {
    return this.totals[w]
  }

  /** Adds (1 - reward) / (probability + gamma) to L of the pulled arm. */
  learn(w: number, arm: number, reward: number, probability: number): void {
    const loss = 1 - reward
    if (loss === 0) return
    const { eta, gamma, losses, weights, bases } = this
    const i = w * this.arms + arm
    losses[i] += loss / (probability + gamma)
    weights[i] = exp(-eta * (losses[i] - bases[w]))
    this.totals[w] = this.sum(w)
    if (this.totals[w] < SMALLEST_SUM) this.rebase(w)
  }

  private sum(w: number): number {
    const { arms, weights } = this
    let sum = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) sum += weights[i]
    return sum
  }

  private rebase(w: number): void {
    const { arms, eta, losses, weights } = this
    const from = w * arms
    let base = Infinity
    for (let i = from; i < from + arms; i++) base = Math.min(base, losses[i])
    for (let i = from; i < from + arms; i++) weights[i] = exp(-eta * (losses[i] - base))
    this.bases[w] = base
    this.totals[w] = this.sum(w)
  }
}

/** The same with eta = sqrt(ln K / (t K)), which needs no horizon. */
export class AnytimeWeights implements ArmWeights {
  private readonly arms: number
  /** [worlds, arms] */
  private readonly weights: Float64Array
  private readonly losses: Float64Array
  /** [worlds]: pulls so far */
  private readonly steps: Float64Array

  constructor(weights: Float64Array, arms: number) {
    this.arms = arms
    this.weights = weights
    this.losses = new Float64Array(weights.length)
    this.steps = new Float64Array(weights.length / arms)
  }

  forget(w: number): void {
    this.losses.fill(0, w * this.arms, (w + 1) * this.arms)
    this.steps[w] = 0
  }

  weigh(w: number): number {
    const { arms, weights, losses, steps } = this
    const eta = Math.sqrt(log(arms) / ((steps[w] + 1) * arms))
    const from = w * arms
    let least = Infinity
    for (let k = 0; k < arms; k++) least = Math.min(least, losses[from + k])
    let sum = 0
    for (let k = 0; k < arms; k++) {
      weights[from + k] = exp(-eta * (losses[from + k] - least))
      sum += weights[from + k]
    }
    return sum
  }

  learn(w: number, arm: number, reward: number, probability: number): void {
    this.losses[w * this.arms + arm] += (1 - reward) / probability
    this.steps[w]++
  }
}

const horizonRate = (arms: number, horizon: number): number => Math.sqrt((2 * log(arms)) / (horizon * arms))

interface Exp3Configuration {
  readonly rate: 'horizon' | 'anytime'
}

/** Differs: no uniform exploration is mixed in. */
export const exp3: AlgorithmDefinition<Exp3Configuration> = policyAlgorithm({
  id: 'exp3',
  version: 2,
  family: 'bandit',
  summary: 'Exponential weights over importance-weighted losses, for rewards that an adversary may choose',
  source:
    'Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem; in losses: ' +
    'Bubeck and Cesa-Bianchi 2012, section 3.1, theorem 3.1',
  requires: { ...BOUNDED_ARMS, delayed: false, finiteHorizon: true },
  configuration: {
    rate: choice({
      description: 'The learning rate: sqrt(2 ln K / (T K)), or sqrt(ln K / (t K)) in step t',
      options: ['horizon', 'anytime'],
      default: 'horizon',
    }),
  },
  policy: ({ configuration: { rate } }) =>
    weightedPolicy('exp3', (weights, arms, { spec }) =>
      rate === 'anytime'
        ? new AnytimeWeights(weights, arms)
        : new ExponentialWeights(weights, arms, horizonRate(arms, spec.horizon)),
    ),
})

export const exp3Ix: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'exp3-ix',
  version: 1,
  family: 'bandit',
  summary: 'EXP3 whose losses are estimated a little too low, so that regret is low with high probability',
  source: 'Neu 2015, Explore no more, with eta = sqrt(2 ln K / (T K)) and gamma = eta / 2',
  requires: { ...BOUNDED_ARMS, delayed: false, finiteHorizon: true },
  configuration: {},
  policy: () =>
    weightedPolicy('exp3-ix', (weights, arms, { spec }) => {
      const eta = horizonRate(arms, spec.horizon)
      return new ExponentialWeights(weights, arms, eta, eta / 2)
    }),
})

/**
 * EXP3: `exp3`, `ExponentialWeights`.
 *
 * Symbols: K arms; T horizon; L[k] estimated loss of arm k so far; p[k] its probability; eta learning rate.
 */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Stream,
  exp,
  log,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { ONLINE_ARMS, armCount } from './tally.ts'

/** Weights are rebased before their sum comes near the smallest numbers. */
const SMALLEST_SUM = 1e-200

/** The probabilities p[k] proportional to exp(-eta L[k]) of any number of worlds. */
export class ExponentialWeights {
  readonly arms: number
  private readonly eta: number
  /** [worlds, arms]: L */
  private readonly losses: Float64Array
  /** [worlds, arms]: exp(-eta (L - base)); only a pulled arm's changes */
  private readonly weights: Float64Array
  /** [worlds]: at most the least L */
  private readonly bases: Float64Array

  constructor(worlds: number, arms: number, eta: number) {
    this.arms = arms
    this.eta = eta
    this.losses = new Float64Array(worlds * arms)
    this.weights = new Float64Array(worlds * arms).fill(1)
    this.bases = new Float64Array(worlds)
  }

  forget(w: number): void {
    const from = w * this.arms
    this.losses.fill(0, from, from + this.arms)
    this.weights.fill(1, from, from + this.arms)
    this.bases[w] = 0
  }

  /** Writes the probabilities of world `w` to `out` [offset] to [offset + arms - 1]. */
  probabilities(w: number, out: Float64Array, offset: number): void {
    const { arms, weights } = this
    const from = w * arms
    let sum = 0
    for (let k = 0; k < arms; k++) sum += weights[from + k]
    for (let k = 0; k < arms; k++) out[offset + k] = weights[from + k] / sum
  }

  /** Adds (1 - reward) / probability to L of the pulled arm: an unbiased estimate of every arm's loss. */
  learn(w: number, arm: number, reward: number, probability: number): void {
    const loss = 1 - reward
    if (loss === 0) return
    const { arms, eta, losses, weights, bases } = this
    const from = w * arms
    const i = from + arm
    losses[i] += loss / probability
    weights[i] = exp(-eta * (losses[i] - bases[w]))
    let sum = 0
    for (let k = 0; k < arms; k++) sum += weights[from + k]
    if (sum < SMALLEST_SUM) this.rebase(w)
  }

  private rebase(w: number): void {
    const { arms, eta, losses, weights } = this
    const from = w * arms
    let base = Infinity
    for (let i = from; i < from + arms; i++) base = Math.min(base, losses[i])
    for (let i = from; i < from + arms; i++) weights[i] = exp(-eta * (losses[i] - base))
    this.bases[w] = base
  }
}

/** Errors: GauntletError where the horizon is not finite, for the learning rate needs it. */
function exp3Policy(horizon: number): Policy {
  if (horizon === Infinity) throw new GauntletError('horizon', 'exp3: got no horizon, expected a finite one')
  let weights: ExponentialWeights | undefined
  let streams: Stream[] = []
  let probabilities = new Float64Array(0)
  let lastArms = new Int32Array(0)
  let lastProbabilities = new Float64Array(0)
  return {
    begin(view, seed) {
      const arms = armCount(view)
      weights = new ExponentialWeights(view.batch, arms, Math.sqrt((2 * log(arms)) / (horizon * arms)))
      streams = policyStreams(seed, view.batch)
      probabilities = new Float64Array(arms)
      lastArms = new Int32Array(view.batch).fill(-1)
      lastProbabilities = new Float64Array(view.batch)
    },
    act(view, actions, mode) {
      if (weights === undefined) throw new GauntletError('order', 'exp3: act before begin')
      const { ended, rewards } = view
      for (let w = 0; w < view.batch; w++) {
        if (ended[w] === 1) weights.forget(w)
        else if (lastArms[w] >= 0) weights.learn(w, lastArms[w], rewards[w], lastProbabilities[w])
        weights.probabilities(w, probabilities, 0)
        const arm =
          mode === 'greedy' ? likeliest(probabilities) : sampled(probabilities, streams[w].uniform())
        actions[w] = arm
        lastArms[w] = arm
        lastProbabilities[w] = mode === 'greedy' ? 1 : probabilities[arm]
      }
    },
    forget(w) {
      weights?.forget(w)
      lastArms[w] = -1
    },
  }
}

/** The arm in whose stretch of [0, 1) `u` falls; the last with any probability where rounding leaves a rest. */
function sampled(probabilities: Float64Array, u: number): number {
  let cumulative = 0
  let last = 0
  for (let k = 0; k < probabilities.length; k++) {
    cumulative += probabilities[k]
    if (u < cumulative) return k
    if (probabilities[k] > 0) last = k
  }
  return last
}

function likeliest(probabilities: Float64Array): number {
  let best = 0
  for (let k = 1; k < probabilities.length; k++) if (probabilities[k] > probabilities[best]) best = k
  return best
}

/** Differs: no uniform exploration is mixed in, and the rate is sqrt(2 ln K / (T K)) for T known beforehand. */
export const exp3: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'exp3',
  version: 1,
  family: 'bandit',
  summary: 'Exponential weights over importance-weighted losses, for rewards that an adversary may choose',
  source:
    'Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem; in losses: ' +
    'Bubeck and Cesa-Bianchi 2012, section 3.1, theorem 3.1',
  requires: { ...ONLINE_ARMS, finiteHorizon: true },
  configuration: {},
  policy: ({ spec }) => exp3Policy(spec.horizon),
})

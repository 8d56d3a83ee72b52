/**
 * Tsallis-INF on losses of any scale: `TsallisInf`.
 *
 * Symbols: K arms; t the step, from 1; k[i] sum of the importance-weighted losses of arm i less 1; s running mean of the
 * losses less 1; L[i] = k[i] / s; eta = 2 / sqrt(t); p[i] = 4 (eta (L[i] - x))^-2 with x such that they sum to 1.
 */
import { tsallisProbabilities } from '../policies/tsallis-inf.ts'

/**
 * One learner. Losses are numbers of iterations, at least 1.
 *
 * Source: Zimmert and Seldin 2021, Tsallis-INF, algorithm 1 (importance weighting); the running scale: Khodak et al. 2024,
 * Learning to relax, the code of its experiments.
 */
export class TsallisInf {
  /** [arms]: k, and L */
  private readonly estimates: Float64Array
  private readonly losses: Float64Array
  private steps = 0
  private total = 0

  constructor(arms: number) {
    this.estimates = new Float64Array(arms)
    this.losses = new Float64Array(arms)
  }

  /** Takes in the loss of an arm that was played with the given probability. */
  learn(arm: number, loss: number, probability: number): void {
    this.estimates[arm] += (loss - 1) / probability
    this.total += loss
    this.steps++
  }

  /** Writes the probabilities of the next step: [K], positive, of sum 1. */
  probabilities(out: Float64Array): void {
    const { estimates, losses, steps, total } = this
    const arms = estimates.length
    const scale = steps === 0 ? 0 : total / steps - 1
    const eta = 2 / Math.sqrt(steps + 1)
    const unit = scale > 0 ? 1 / scale : 0
    for (let k = 0; k < arms; k++) losses[k] = estimates[k] * unit
    const sum = tsallisProbabilities(losses, 0, arms, eta, out, 0)
    for (let k = 0; k < arms; k++) out[k] /= sum
  }
}

/**
 * Tsallis-INF on losses of any scale: `TsallisInf`.
 *
 * Symbols: K arms; t the step, from 1; k[i] sum of the importance-weighted losses of arm i less 1; s running mean of the
 * losses less 1; L[i] = k[i] / s; eta = 2 / sqrt(t); p[i] = 4 (eta (L[i] - x))^-2 with x such that they sum to 1.
 */

/** Newton's method doubles the digits in each step once it is near; it starts within K times of the root. */
const MAXIMUM_ITERATIONS = 64
const LAST_STEP = 1e-14

/**
 * One learner. Losses are numbers of iterations, at least 1.
 *
 * Source: Zimmert and Seldin 2021, Tsallis-INF, algorithm 1 (importance weighting); the running scale: Khodak et al. 2024,
 * Learning to relax, the code of its experiments.
 */
export class TsallisInf {
  private readonly estimates: Float64Array
  private steps = 0
  private total = 0

  constructor(arms: number) {
    this.estimates = new Float64Array(arms)
  }

  /** Takes in the loss of an arm that was played with the given probability. */
  learn(arm: number, loss: number, probability: number): void {
    this.estimates[arm] += (loss - 1) / probability
    this.total += loss
    this.steps++
  }

  /** Writes the probabilities of the next step: [K], positive, of sum 1. */
  probabilities(out: Float64Array): void {
    const { estimates, steps, total } = this
    const arms = estimates.length
    const scale = steps === 0 ? 0 : total / steps - 1
    const eta = 2 / Math.sqrt(steps + 1)
    const unit = scale > 0 ? 1 / scale : 0
    let least = Infinity
    for (let k = 0; k < arms; k++) least = Math.min(least, estimates[k] * unit)
    const x = this.normaliser(least, eta, unit)
    let sum = 0
    for (let k = 0; k < arms; k++) {
      const root = 2 / (eta * (estimates[k] * unit - x))
      out[k] = root * root
      sum += out[k]
    }
    for (let k = 0; k < arms; k++) out[k] /= sum
  }

  /**
   * The root of sum p - 1, convex and rising in x below the least L. At least L - 2 / eta the least arm alone has p = 1, so
   * that Newton's method falls to the root from the right and never meets the pole.
   */
  private normaliser(least: number, eta: number, unit: number): number {
    const { estimates } = this
    let x = least - 2 / eta
    for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
      let sum = -1
      let slope = 0
      for (let k = 0; k < estimates.length; k++) {
        const distance = estimates[k] * unit - x
        const root = 2 / (eta * distance)
        sum += root * root
        slope += (2 * root * root) / distance
      }
      const step = sum / slope
      x -= step
      if (step <= LAST_STEP * (least - x)) break
    }
    return x
  }
}

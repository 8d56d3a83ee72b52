/**
 * ChebCB: inverse-gap weighting over a regression on Chebyshev polynomials of the context: `ChebCb`.
 *
 * Symbols: K arms; z the context, -1 to 1; T_0 … T_m polynomials; f_i(z) = sum over j of theta_i[j] T_j(z) predicted loss of
 * arm i over the running mean of the losses; b the arm of the least; gamma exploration; t the step, from 1.
 */

/** T_0 … T_5, as in the code of the paper. */
const FEATURES = 6

/**
 * One learner. Losses are numbers of iterations, at least 1.
 *
 * Probabilities are 1 / (K + gamma (f_i - f_b)) but for arm b, which has the rest, with gamma = sqrt(K t).
 * Source: Khodak et al. 2024, Learning to relax, algorithm 2 (ChebCB); Foster and Rakhlin 2020, algorithm 1 (SquareCB).
 * Differs: theta is regularised by a ridge of 1 where the paper constrains it, and gamma follows the horizon-free order of
 * Foster and Rakhlin's theorem 1, not the residuals of the regression.
 */
export class ChebCb {
  private readonly arms: number
  /** [arms, features, features]: inverse of I + sum of T T'; [arms, features]: sum of T × loss */
  private readonly inverses: Float64Array
  private readonly targets: Float64Array
  private readonly features = new Float64Array(FEATURES)
  private readonly direction = new Float64Array(FEATURES)
  private steps = 0
  private total = 0

  constructor(arms: number) {
    this.arms = arms
    this.inverses = new Float64Array(arms * FEATURES * FEATURES)
    this.targets = new Float64Array(arms * FEATURES)
    for (let i = 0; i < arms; i++) {
      for (let j = 0; j < FEATURES; j++) this.inverses[(i * FEATURES + j) * FEATURES + j] = 1
    }
  }

  /** Takes in the loss of an arm in a context. Sherman and Morrison 1950. */
  learn(z: number, arm: number, loss: number): void {
    const { features, direction, inverses, targets } = this
    this.expand(z)
    const from = arm * FEATURES * FEATURES
    let norm = 1
    for (let j = 0; j < FEATURES; j++) {
      let sum = 0
      for (let l = 0; l < FEATURES; l++) sum += inverses[from + j * FEATURES + l] * features[l]
      direction[j] = sum
      norm += sum * features[j]
    }
    for (let j = 0; j < FEATURES; j++) {
      for (let l = 0; l < FEATURES; l++) {
        inverses[from + j * FEATURES + l] -= (direction[j] * direction[l]) / norm
      }
      targets[arm * FEATURES + j] += features[j] * loss
    }
    this.total += loss
    this.steps++
  }

  /** Writes the probabilities of the next step: [K], positive, of sum 1. */
  probabilities(z: number, out: Float64Array): void {
    const { arms, steps, total } = this
    if (steps === 0) {
      out.fill(1 / arms)
      return
    }
    this.expand(z)
    let best = 0
    for (let i = 0; i < arms; i++) {
      out[i] = (this.predict(i) * steps) / total
      if (out[i] < out[best]) best = i
    }
    const least = out[best]
    const gamma = Math.sqrt(arms * (steps + 1))
    let rest = 1
    for (let i = 0; i < arms; i++) {
      if (i === best) continue
      out[i] = 1 / (arms + gamma * (out[i] - least))
      rest -= out[i]
    }
    out[best] = rest
  }

  /** Writes T_0(z) … T_5(z) by their recurrence. */
  private expand(z: number): void {
    const { features } = this
    features[0] = 1
    features[1] = z
    for (let j = 2; j < FEATURES; j++) features[j] = 2 * z * features[j - 1] - features[j - 2]
  }

  private predict(arm: number): number {
    const { features, inverses, targets } = this
    let prediction = 0
    for (let j = 0; j < FEATURES; j++) {
      let theta = 0
      for (let l = 0; l < FEATURES; l++) {
        theta += inverses[(arm * FEATURES + j) * FEATURES + l] * targets[arm * FEATURES + l]
      }
      prediction += theta * features[j]
    }
    return prediction
  }
}

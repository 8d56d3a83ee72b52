/**
 * Logistic regression by Newton's method: `LogisticRegression`.
 *
 * Symbols: x features; y outcome, 0 or 1; s = 1 / (1 + exp(-theta · x)); H Hessian of the penalised negative log-likelihood.
 */
import { exp } from '@gauntlet/core'

/** Newton steps at most, and the largest step at which it is done. Quadratic convergence needs about six. */
const MOST_STEPS = 30
const LAST_STEP = 1e-9

/** Log-odds by which a step may move any observation at most, so that nearly separable data do not throw it off. */
const LONGEST_STEP = 5

/** Fits one model after another of the same width, in memory of its own. Deterministic. */
export class LogisticRegression {
  private readonly width: number
  private readonly regularisation: number
  private readonly gradient: Float64Array
  /** [width, width]: the lower triangle of H, then of its Cholesky factor */
  private readonly hessian: Float64Array

  /** @param regularisation lambda of the penalty lambda / 2 |theta - prior|^2, above 0 */
  constructor(width: number, regularisation: number) {
    this.width = width
    this.regularisation = regularisation
    this.gradient = new Float64Array(width)
    this.hessian = new Float64Array(width * width)
  }

  /**
   * Fits to the rows named by `rows` [0] to [count - 1] of `features` [., width] and `outcomes` [.], and writes to `theta`
   * [at] to [at + width - 1]. `prior` [width] is where the fit starts, and what it is drawn to.
   */
  fit(
    features: Float32Array,
    outcomes: Int8Array,
    rows: Int32Array,
    count: number,
    prior: Float64Array,
    theta: Float64Array,
    at: number,
  ): void {
    const { width, gradient } = this
    for (let k = 0; k < width; k++) theta[at + k] = prior[k]
    for (let step = 0; step < MOST_STEPS; step++) {
      this.differentiate(features, outcomes, rows, count, prior, theta, at)
      this.solve()
      let largest = 0
      for (let k = 0; k < width; k++) largest = Math.max(largest, Math.abs(gradient[k]))
      const scale = largest > LONGEST_STEP ? LONGEST_STEP / largest : 1
      for (let k = 0; k < width; k++) theta[at + k] -= scale * gradient[k]
      if (largest < LAST_STEP) return
    }
  }

  /** Writes gradient and Hessian at theta. */
  private differentiate(
    features: Float32Array,
    outcomes: Int8Array,
    rows: Int32Array,
    count: number,
    prior: Float64Array,
    theta: Float64Array,
    at: number,
  ): void {
    const { width, regularisation, gradient, hessian } = this
    hessian.fill(0)
    for (let k = 0; k < width; k++) {
      gradient[k] = regularisation * (theta[at + k] - prior[k])
      hessian[k * width + k] = regularisation
    }
    for (let r = 0; r < count; r++) {
      const row = rows[r] * width
      let odds = 0
      for (let k = 0; k < width; k++) odds += theta[at + k] * features[row + k]
      const chance = 1 / (1 + exp(-odds))
      const error = chance - outcomes[rows[r]]
      const weight = chance * (1 - chance)
      for (let i = 0; i < width; i++) {
        const x = features[row + i]
        gradient[i] += error * x
        for (let j = 0; j <= i; j++) hessian[i * width + j] += weight * x * features[row + j]
      }
    }
  }

  /** Turns the gradient into H^-1 gradient, by Cholesky. H is positive definite, for lambda is above 0. */
  private solve(): void {
    const { width, gradient, hessian } = this
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = hessian[i * width + j]
        for (let k = 0; k < j; k++) sum -= hessian[i * width + k] * hessian[j * width + k]
        hessian[i * width + j] = i === j ? Math.sqrt(sum) : sum / hessian[j * width + j]
      }
      for (let k = 0; k < i; k++) gradient[i] -= hessian[i * width + k] * gradient[k]
      gradient[i] /= hessian[i * width + i]
    }
    for (let i = width - 1; i >= 0; i--) {
      for (let k = i + 1; k < width; k++) gradient[i] -= hessian[k * width + i] * gradient[k]
      gradient[i] /= hessian[i * width + i]
    }
  }
}

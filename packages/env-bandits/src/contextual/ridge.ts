/**
 * Ridge regression, one observation after another: `RidgeModels`.
 *
 * Symbols: x features; r reward; V = lambda I + sum of c x x'; theta = V^-1 sum of c r x; c weight of an observation.
 */

import type { Stream } from '@gauntlet/core'

/** Any number of independent models of the same width. */
export class RidgeModels {
  readonly width: number
  /** [models, width] */
  readonly thetas: Float64Array
  /** [models, width (width + 1) / 2]: the lower triangle of V^-1, row after row */
  private readonly inverses: Float64Array
  /** [models]: the Frobenius norm of V^-1 */
  private readonly norms: Float64Array
  private readonly triangle: number
  private readonly prior: number
  /** [width]: V^-1 x */
  private readonly gain: Float64Array
  /** The L of one model, and [width] draws, where a theta is drawn */
  private readonly factor: Float64Array
  private readonly noise: Float64Array

  /** @param regularisation lambda, above 0 */
  constructor(models: number, width: number, regularisation: number) {
    this.width = width
    this.triangle = (width * (width + 1)) / 2
    this.prior = 1 / regularisation
    this.thetas = new Float64Array(models * width)
    this.inverses = new Float64Array(models * this.triangle)
    this.norms = new Float64Array(models)
    this.gain = new Float64Array(width)
    this.factor = new Float64Array(this.triangle)
    this.noise = new Float64Array(width)
    for (let model = 0; model < models; model++) this.forget(model)
  }

  forget(model: number): void {
    const { width, triangle, inverses, thetas } = this
    const base = model * triangle
    this.norms[model] = this.prior * Math.sqrt(width)
    thetas.fill(0, model * width, (model + 1) * width)
    inverses.fill(0, base, base + triangle)
    for (let k = 0; k < width; k++) inverses[base + (k * (k + 3)) / 2] = this.prior
  }

  /** x' theta, with x at `values` [at] to [at + width - 1]; `thetas` may be those of an earlier time. */
  mean(model: number, values: Float32Array, at: number, thetas: Float64Array = this.thetas): number {
    const { width } = this
    const base = model * width
    // Two sums at once: one addition need not wait for the other.
    let even = 0
    let odd = (width & 1) === 0 ? 0 : values[at + width - 1] * thetas[base + width - 1]
    for (let k = 1; k < width; k += 2) {
      even += values[at + k - 1] * thetas[base + k - 1]
      odd += values[at + k] * thetas[base + k]
    }
    return even + odd
  }

  /** x' V^-1 x: the variance of the estimated mean in units of the noise's, at least 0. */
  variance(model: number, values: Float32Array, at: number): number {
    const { width, inverses } = this
    let entry = model * this.triangle
    let sum = 0
    for (let i = 0; i < width; i++) {
      let row = 0
      for (let j = 0; j < i; j++) row += inverses[entry++] * values[at + j]
      const x = values[at + i]
      sum += x * (2 * row + inverses[entry++] * x)
    }
    return sum > 0 ? sum : 0
  }

  /**
   * No less than x' theta + alpha sqrt(x' V^-1 x), in `width` operations: x' V^-1 x is at most x' x times the Frobenius norm
   * of V^-1.
   */
  upperBound(model: number, values: Float32Array, at: number, alpha: number): number {
    const { width, thetas, norms } = this
    const base = model * width
    let mean = 0
    let squares = 0
    for (let k = 0; k < width; k++) {
      const x = values[at + k]
      mean += x * thetas[base + k]
      squares += x * x
    }
    return mean + alpha * Math.sqrt(squares * norms[model])
  }

  /** Takes in a reward with its weight (Sherman and Morrison 1950), in width^2 operations. */
  learn(model: number, values: Float32Array, at: number, reward: number, weight: number = 1): void {
    const { width, thetas, inverses, gain } = this
    this.computeGain(model, values, at)
    let variance = 0
    for (let k = 0; k < width; k++) variance += values[at + k] * gain[k]
    const share = weight / (1 + weight * variance)
    const correction = share * (reward - this.mean(model, values, at))
    const base = model * width
    let entry = model * this.triangle
    let squares = 0
    for (let i = 0; i < width; i++) {
      thetas[base + i] += correction * gain[i]
      const scaled = share * gain[i]
      let row = 0
      for (let j = 0; j < i; j++) {
        const element = inverses[entry] - scaled * gain[j]
        inverses[entry++] = element
        row += element * element
      }
      const diagonal = inverses[entry] - scaled * gain[i]
      inverses[entry++] = diagonal
      squares += 2 * row + diagonal * diagonal
    }
    this.norms[model] = Math.sqrt(squares)
  }

  /** Draws theta + scale L z to its place in `drawn` [models, width], with L L' = V^-1 and z standard normal. */
  drawTheta(model: number, scale: number, stream: Stream, drawn: Float64Array): void {
    const { width, thetas, factor, noise } = this
    this.factorise(model)
    stream.normals(noise, 0, width)
    let entry = 0
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (let j = 0; j <= i; j++) sum += factor[entry++] * noise[j]
      drawn[model * width + i] = thetas[model * width + i] + scale * sum
    }
  }

  /** Cholesky: writes the lower triangular L to `factor`, row after row. */
  private factorise(model: number): void {
    const { width, inverses, factor } = this
    const base = model * this.triangle
    for (let i = 0, row = 0; i < width; row += ++i) {
      for (let j = 0, other = 0; j <= i; other += ++j) {
        let sum = inverses[base + row + j]
        for (let k = 0; k < j; k++) sum -= factor[row + k] * factor[other + k]
        // Rounding alone can leave a pivot that is not positive.
        if (i === j) factor[row + j] = Math.sqrt(Math.max(sum, 0))
        else factor[row + j] = factor[other + j] > 0 ? sum / factor[other + j] : 0
      }
    }
  }

  private computeGain(model: number, values: Float32Array, at: number): void {
    const { width, inverses, gain } = this
    let entry = model * this.triangle
    for (let i = 0; i < width; i++) {
      const x = values[at + i]
      let sum = 0
      for (let j = 0; j < i; j++) {
        const element = inverses[entry++]
        sum += element * values[at + j]
        gain[j] += element * x
      }
      gain[i] = sum + inverses[entry++] * x
    }
  }
}

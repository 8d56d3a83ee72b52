/**
 * Ridge regression, one observation after another: `RidgeModels`.
 *
 * Symbols: x features; r reward; V = lambda I + sum of c x x'; theta = V^-1 sum of c r x; c weight of an observation.
 */

import type { Stream } from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'

/** Any number of independent models of the same width. */
export class RidgeModels {
  readonly width: number
  /** [models, width] */
  readonly thetas: Float64Array
  /** [models, width, stride]: V^-1, in rows of an even length */
  private readonly inverses: Float64Array
  private readonly stride: number
  private readonly prior: number
  /** [stride]: the features of an observation, and V^-1 x */
  private readonly x: Float64Array
  private readonly gain: Float64Array
  /** [width, 2]: where the kernel keeps the features of two actions */
  private readonly pairs: Float64Array
  /** The L of one model, and [width] draws, where a theta is drawn */
  private readonly factor: Float64Array
  private readonly noise: Float64Array
  private readonly memory: ArmsMemory

  /** Numbers that it needs of a memory. */
  static size(models: number, width: number): number {
    return (width + 1) * (models * (width + 1) + 4)
  }

  /** @param regularisation lambda, above 0 */
  constructor(
    models: number,
    width: number,
    regularisation: number,
    memory: ArmsMemory = new ArmsMemory(RidgeModels.size(models, width)),
  ) {
    this.width = width
    this.stride = width + (width & 1)
    this.prior = 1 / regularisation
    this.memory = memory
    this.thetas = memory.float64(models * width)
    this.inverses = memory.float64(models * width * this.stride)
    this.x = memory.float64(this.stride)
    this.gain = memory.float64(this.stride)
    this.pairs = memory.float64(2 * width)
    this.factor = new Float64Array((width * (width + 1)) / 2)
    this.noise = new Float64Array(width)
    for (let model = 0; model < models; model++) this.forget(model)
  }

  forget(model: number): void {
    const { width, stride, inverses, thetas } = this
    const base = model * width * stride
    thetas.fill(0, model * width, (model + 1) * width)
    inverses.fill(0, base, base + width * stride)
    for (let k = 0; k < width; k++) inverses[base + k * (stride + 1)] = this.prior
  }

  /** x' theta, with x at `values` [at] to [at + width - 1]; `thetas` may be those of an earlier time. */
  mean(
    model: number,
    values: Float32Array | Float64Array,
    at: number,
    thetas: Float64Array = this.thetas,
  ): number {
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
    const { width, stride, inverses } = this
    let sum = 0
    for (let i = 0; i < width; i++) {
      const base = (model * width + i) * stride
      let row = 0
      for (let j = 0; j < i; j++) row += inverses[base + j] * values[at + j]
      const x = values[at + i]
      sum += x * (row + row + inverses[base + i] * x)
    }
    return sum > 0 ? sum : 0
  }

  /**
   * Writes x' theta + alpha sqrt(x' V^-1 x) of actions 0, 1, … to `indices`: of action a by model `model` + a * `modelStride`,
   * with x at `values` [at + a * valueStride] and on. `values` and `indices` lie in the memory that the models were given.
   */
  writeIndices(
    model: number,
    modelStride: number,
    values: Float32Array,
    at: number,
    valueStride: number,
    alpha: number,
    indices: Float64Array,
  ): void {
    const { width, stride, thetas, inverses, pairs, memory } = this
    if (memory.kernel === undefined) {
      for (let a = 0; a < indices.length; a++) {
        const of = model + a * modelStride
        const place = at + a * valueStride
        indices[a] = this.mean(of, values, place) + alpha * Math.sqrt(this.variance(of, values, place))
      }
      return
    }
    memory.kernel.writeIndices(
      indices.length,
      width,
      stride,
      values.byteOffset + 4 * at,
      valueStride,
      thetas.byteOffset + 8 * model * width,
      modelStride * width,
      inverses.byteOffset + 8 * model * width * stride,
      modelStride * width * stride,
      alpha,
      pairs.byteOffset,
      indices.byteOffset,
    )
  }

  /** Takes in a reward with its weight (Sherman and Morrison 1950), in width^2 operations. */
  learn(model: number, values: Float32Array, at: number, reward: number, weight: number = 1): void {
    const { width, stride, thetas, inverses, x, gain, memory } = this
    for (let k = 0; k < width; k++) x[k] = values[at + k]
    if (memory.kernel === undefined) return this.learnAlone(model, reward, weight)
    memory.kernel.learnReward(
      width,
      stride,
      x.byteOffset,
      gain.byteOffset,
      thetas.byteOffset + 8 * model * width,
      inverses.byteOffset + 8 * model * width * stride,
      reward,
      weight,
    )
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
    const { width, stride, inverses, factor } = this
    const base = model * width * stride
    for (let i = 0, row = 0; i < width; row += ++i) {
      for (let j = 0, other = 0; j <= i; other += ++j) {
        let sum = inverses[base + i * stride + j]
        for (let k = 0; k < j; k++) sum -= factor[row + k] * factor[other + k]
        // Rounding alone can leave a pivot that is not positive.
        if (i === j) factor[row + j] = Math.sqrt(Math.max(sum, 0))
        else factor[row + j] = factor[other + j] > 0 ? sum / factor[other + j] : 0
      }
    }
  }

  /** What the kernel does with the observation x, in the same order. */
  private learnAlone(model: number, reward: number, weight: number): void {
    const { width, stride, thetas, inverses, x, gain } = this
    const base = model * width
    const mean = this.mean(model, x, 0)
    let even = 0
    let odd = 0
    for (let i = 0; i < stride; i++) {
      let sum = 0
      for (let j = 0; j < width; j++) sum += x[j] * inverses[(base + j) * stride + i]
      gain[i] = sum
      if ((i & 1) === 0) even += x[i] * sum
      else odd += x[i] * sum
    }
    const share = weight / (1 + weight * (even + odd))
    const correction = share * (reward - mean)
    // By its square root on either side, V^-1 stays symmetric to the bit.
    const root = Math.sqrt(share)
    for (let k = 0; k < width; k++) thetas[base + k] += correction * gain[k]
    for (let k = 0; k < stride; k++) gain[k] *= root
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < stride; j++) inverses[(base + i) * stride + j] -= gain[i] * gain[j]
    }
  }
}

/** How much each of a grid of centres counts at an observation: `KernelGrid`. */
import { exp } from '@gauntlet/core'

/**
 * Centres y_b at every crossing of `axes`, in C order, with weights w_b(y) = k(y_b, y) / sum over c of k(y_c, y) and
 * k(y_b, y) = exp(-sum over coordinates of (y - y_b)² / (2 width²)).
 *
 * On a grid the weights are products of one factor for each coordinate, so that a centre is drawn by one number for each.
 * Factors are taken relative to the nearest centre's: however far away an observation is, the nearest centre decides.
 */
export class KernelGrid {
  readonly dimensions: number
  readonly size: number
  private readonly axes: readonly Float64Array[]
  private readonly widths: Float64Array
  /** Of each axis in turn: its factors, the nearest centre's being 1. */
  private readonly factors: Float64Array

  /** Shapes: `axes` [dimensions][centres], ascending; `widths` [dimensions], above 0. */
  constructor(axes: readonly Float64Array[], widths: ArrayLike<number>) {
    this.axes = axes
    this.widths = Float64Array.from(widths)
    this.dimensions = axes.length
    this.size = axes.reduce((count, axis) => count * axis.length, 1)
    this.factors = new Float64Array(axes.reduce((count, axis) => count + axis.length, 0))
  }

  /** Writes w_b(y) for y [dimensions] from `at` to `out` [size]. */
  weights(y: ArrayLike<number>, at: number, out: Float64Array): void {
    const { axes, factors } = this
    let offset = 0
    let count = 1
    out[0] = 1
    for (let k = 0; k < axes.length; k++) {
      const { length } = axes[k]
      const total = this.sumFactors(k, offset, y[at + k])
      // From the end, so that what is read has not been overwritten.
      for (let b = count * length - 1; b >= 0; b--)
        out[b] = (out[Math.floor(b / length)] * factors[offset + (b % length)]) / total
      offset += length
      count *= length
    }
  }

  /** The centre that numbers in [0, 1), `uniforms` [dimensions] from `u`, draw with chances w_b(y), for y [dimensions] from `at`. */
  draw(y: ArrayLike<number>, at: number, uniforms: Float64Array, u: number): number {
    const { axes, factors } = this
    let offset = 0
    let centre = 0
    for (let k = 0; k < axes.length; k++) {
      const last = axes[k].length - 1
      let left = this.sumFactors(k, offset, y[at + k]) * uniforms[u + k]
      let j = 0
      while (j < last && left >= factors[offset + j]) left -= factors[offset + j++]
      centre = centre * (last + 1) + j
      offset += last + 1
    }
    return centre
  }

  /** Writes the factors of axis `k` to `factors` from `offset`; their sum. */
  private sumFactors(k: number, offset: number, value: number): number {
    const { factors } = this
    const axis = this.axes[k]
    const width = this.widths[k]
    let near = 0
    while (near < axis.length - 1 && value - axis[near] > axis[near + 1] - value) near++
    let total = 1
    for (let j = 0; j < axis.length; j++) {
      if (j === near) {
        factors[offset + j] = 1
        continue
      }
      // (value - axis[near])² - (value - axis[j])², without the squares, which are too large to differ where value is.
      const closer = ((axis[j] - axis[near]) / width) * ((2 * value - axis[j] - axis[near]) / width)
      factors[offset + j] = exp(0.5 * closer)
      total += factors[offset + j]
    }
    return total
  }
}

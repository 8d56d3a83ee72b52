/**
 * Draws from Beta posteriors, many at once: `BetaDraws`.
 *
 * Symbols: a, b the posterior Beta(a, b) of an arm, X / (X + Y) of gamma draws X and Y of shapes a and b; for a shape
 * s, d = s - 1/3 and c = 1 / sqrt(9 d).
 */
import { type Stream, log } from '@gauntlet/core'

/**
 * Posteriors of the arms of any number of worlds, whose d and c are kept while they stay.
 *
 * Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables", section 3, as `Stream.gamma`; the
 * first normal and uniform number of all gamma draws of a world are drawn together.
 */
export class BetaDraws {
  private readonly arms: number
  /** [worlds, 2, arms]: d and c, of a then of b */
  private readonly offsets: Float64Array
  private readonly scales: Float64Array
  /** [2, arms] */
  private readonly normals: Float64Array
  private readonly uniforms: Float64Array
  private readonly gammas: Float64Array

  constructor(worlds: number, arms: number) {
    this.arms = arms
    this.offsets = new Float64Array(worlds * 2 * arms)
    this.scales = new Float64Array(worlds * 2 * arms)
    this.normals = new Float64Array(2 * arms)
    this.uniforms = new Float64Array(2 * arms)
    this.gammas = new Float64Array(2 * arms)
  }

  /** Gives an arm of world `w` the posterior Beta(a, b); both at least 1. */
  update(w: number, arm: number, a: number, b: number): void {
    const { arms, offsets, scales } = this
    const i = 2 * w * arms + arm
    offsets[i] = a - 1 / 3
    scales[i] = 1 / Math.sqrt(9 * offsets[i])
    offsets[i + arms] = b - 1 / 3
    scales[i + arms] = 1 / Math.sqrt(9 * offsets[i + arms])
  }

  /** The arm of world `w` whose posterior gives the highest draw. */
  highest(w: number, stream: Stream): number {
    this.drawGammas(2 * w * this.arms, stream)
    const { arms, gammas } = this
    let best = 0
    let highest = -1
    for (let k = 0; k < arms; k++) {
      const mean = gammas[k] / (gammas[k] + gammas[arms + k])
      if (mean > highest) {
        best = k
        highest = mean
      }
    }
    return best
  }

  private drawGammas(from: number, stream: Stream): void {
    const { offsets, scales, normals, uniforms, gammas } = this
    stream.normals(normals, 0, normals.length)
    stream.uniforms(uniforms, 0, uniforms.length)
    for (let k = 0; k < gammas.length; k++) {
      const d = offsets[from + k]
      const x = normals[k]
      const root = 1 + scales[from + k] * x
      const v = root * root * root
      const x2 = x * x
      const u = 1 - uniforms[k]
      const squeezed = root > 0 && u < 1 - 0.0331 * x2 * x2
      if (squeezed || isAccepted(root, x2, v, u, d)) gammas[k] = d * v
      else gammas[k] = stream.gamma(d + 1 / 3)
    }
  }
}

function isAccepted(root: number, x2: number, v: number, u: number, d: number): boolean {
  return root > 0 && log(u) < 0.5 * x2 + d * (1 - v + log(v))
}

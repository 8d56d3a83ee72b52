/**
 * Draws from Beta posteriors, of all worlds at once: `BetaDraws`.
 *
 * Symbols: a, b the posterior Beta(a, b) of an arm, X / (X + Y) of gamma draws X and Y of shapes a and b; for a shape
 * s, d = s - 1/3 and c = 1 / sqrt(9 d).
 */
import { type Stream, log } from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'

/**
 * Posteriors of the arms of any number of worlds, whose d and c are kept while they stay.
 *
 * Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables", section 3, as `Stream.gamma`; the
 * first normal and uniform numbers of all gamma draws of a world are drawn together.
 */
export class BetaDraws {
  /** [worlds]: the arms whose posteriors gave the highest draws */
  readonly found: Int32Array
  private readonly arms: number
  /** [worlds, 2, arms]: d and c, of a then of b; the draws of the step */
  private readonly offsets: Float64Array
  private readonly scales: Float64Array
  private readonly normals: Float64Array
  private readonly uniforms: Float64Array
  private readonly gammas: Float64Array
  /** Places of draws that are not accepted at once. */
  private readonly rejected: Int32Array
  private readonly memory: ArmsMemory

  constructor(worlds: number, arms: number) {
    const draws = 2 * worlds * arms
    this.memory = new ArmsMemory(6 * draws + worlds + 2)
    this.arms = arms
    this.found = this.memory.int32(worlds)
    this.offsets = this.memory.float64(draws)
    this.scales = this.memory.float64(draws)
    this.normals = this.memory.float64(draws)
    this.uniforms = this.memory.float64(draws)
    this.gammas = this.memory.float64(draws)
    // One more, which the kernel may write to and does not count.
    this.rejected = this.memory.int32(draws + 1)
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

  /** Draws from all posteriors, with the streams of the worlds, and writes `found`. */
  draw(streams: readonly Stream[]): void {
    const { arms, normals, uniforms, offsets, scales, gammas, rejected } = this
    for (let w = 0; w < this.found.length; w++) {
      streams[w].normals(normals, 2 * w * arms, 2 * arms)
      streams[w].uniforms(uniforms, 2 * w * arms, 2 * arms)
    }
    const count = this.squeeze()
    for (let r = 0; r < count; r++) {
      const i = rejected[r]
      const d = offsets[i]
      const x = normals[i]
      const root = 1 + scales[i] * x
      const v = root * root * root
      const accepted = root > 0 && log(1 - uniforms[i]) < 0.5 * x * x + d * (1 - v + log(v))
      gammas[i] = accepted ? d * v : streams[Math.floor(i / (2 * arms))].gamma(d + 1 / 3)
    }
    this.findHighest()
  }

  /** Writes what is accepted at once, as nearly all is; how many are in `rejected`. */
  private squeeze(): number {
    const { offsets, scales, normals, uniforms, gammas, rejected, memory } = this
    if (memory.kernel !== undefined) {
      return memory.kernel.squeezeGammas(
        gammas.length,
        offsets.byteOffset,
        scales.byteOffset,
        normals.byteOffset,
        uniforms.byteOffset,
        gammas.byteOffset,
        rejected.byteOffset,
      )
    }
    let count = 0
    for (let i = 0; i < gammas.length; i++) {
      const root = 1 + scales[i] * normals[i]
      const x2 = normals[i] * normals[i]
      gammas[i] = offsets[i] * (root * root * root)
      if (!(root > 0 && 1 - uniforms[i] < 1 - 0.0331 * x2 * x2)) rejected[count++] = i
    }
    return count
  }

  private findHighest(): void {
    const { arms, gammas, found, memory } = this
    if (memory.kernel !== undefined) {
      memory.kernel.findHighestShare(found.length, arms, gammas.byteOffset, found.byteOffset)
      return
    }
    for (let w = 0; w < found.length; w++) {
      const from = 2 * w * arms
      let highest = -1
      for (let k = 0; k < arms; k++) {
        const share = gammas[from + k] / (gammas[from + k] + gammas[from + arms + k])
        if (!(share > highest)) continue
        found[w] = k
        highest = share
      }
    }
  }
}

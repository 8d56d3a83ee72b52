/** Where agents are, in a few numbers: `PopulationMoments`. */
import { GauntletError, type MeanFieldFace, cos, sin } from '@gauntlet/core'

/** Coordinates that there is room for. */
export const COORDINATES = 3
/** Numbers for each. */
export const MOMENTS = 3

const TURN = 6.283185307179586

/**
 * Three numbers for each coordinate x of the agents that are there, in a table [3, 3]; 0 where there is no such coordinate, or
 * nobody. A spec does not say how many coordinates agents have, so that there is always room for three.
 *
 * Ends joined: C = mean cos φ, S = mean sin φ and 1 - sqrt(C² + S²), φ the angle of x around the circle. Otherwise: mean and
 * second central moment, the extent brought to [-1, 1] where it has ends, and 0.
 * Source: Mardia and Jupp 2000, Directional Statistics, section 2.3, for the circular variance.
 */
export class PopulationMoments {
  private readonly face: MeanFieldFace

  /** Errors: GauntletError where agents have more than three coordinates. */
  constructor(face: MeanFieldFace) {
    if (face.dimensions > COORDINATES) {
      const given = `agents of ${face.dimensions} coordinates`
      throw new GauntletError('mean-field', `got ${given}, expected at most ${COORDINATES}`)
    }
    this.face = face
  }

  /** Of world `w`, from `points` [batch, agents, dimensions], into `out` [batch, 3, 3]. */
  write(points: Float64Array, w: number, agents: number, out: Float32Array): void {
    const at = w * COORDINATES * MOMENTS
    out.fill(0, at, at + COORDINATES * MOMENTS)
    for (let d = 0; d < this.face.dimensions; d++) {
      const periodic = this.face.extent[d].periodic
      if (periodic) this.writeCircle(points, w, agents, d, out, at + d * MOMENTS)
      else this.writeLine(points, w, agents, d, out, at + d * MOMENTS)
    }
  }

  private writeCircle(
    points: Float64Array,
    w: number,
    agents: number,
    d: number,
    out: Float32Array,
    at: number,
  ): void {
    const { dimensions, extent } = this.face
    const { low, high } = extent[d]
    let [cosines, sines, count] = [0, 0, 0]
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const x = points[i * dimensions + d]
      if (Number.isNaN(x)) continue
      const angle = ((x - low) / (high - low)) * TURN
      cosines += cos(angle)
      sines += sin(angle)
      count++
    }
    if (count === 0) return
    const [c, s] = [cosines / count, sines / count]
    out[at] = c
    out[at + 1] = s
    out[at + 2] = 1 - Math.sqrt(c * c + s * s)
  }

  private writeLine(
    points: Float64Array,
    w: number,
    agents: number,
    d: number,
    out: Float32Array,
    at: number,
  ): void {
    const { dimensions, extent } = this.face
    const { low, high } = extent[d]
    const ends = high - low < Infinity
    const [middle, half] = ends ? [(low + high) / 2, (high - low) / 2] : [0, 1]
    let [sum, squares, count] = [0, 0, 0]
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const x = points[i * dimensions + d]
      if (Number.isNaN(x)) continue
      sum += (x - middle) / half
      count++
    }
    if (count === 0) return
    const mean = sum / count
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const x = points[i * dimensions + d]
      if (Number.isNaN(x)) continue
      const off = (x - middle) / half - mean
      squares += off * off
    }
    out[at] = mean
    out[at + 1] = squares / count
  }
}

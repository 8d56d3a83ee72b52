/** Means and spreads of a population: `MomentFeatures`, `momentCount`, `momentsBounded`. */
import { cos, sin } from '@gauntlet/core'
import type { Extent, PopulationFeatures } from './population-features.ts'

/** Numbers of a coordinate: mean and variance; where its ends are joined, two of the mean direction and one of the spread. */
const countOf = ({ periodic }: Extent[number]): number => (periodic ? 3 : 2)

/** How many moments coordinates have. */
export const momentCount = (extent: Extent): number => extent.reduce((sum, axis) => sum + countOf(axis), 0)

/** Whether all moments lie in [-1, 1]. */
export const momentsBounded = (extent: Extent): boolean =>
  extent.every(({ low, high }) => high - low < Infinity)

/**
 * Of each coordinate x in turn: its mean m and second central moment, mean (x - m)², x brought from its extent to [-1, 1] (as it
 * is, where the extent has no ends). Where the ends are joined, with phi the angle of x around the circle: C = mean cos phi,
 * S = mean sin phi, and the circular variance 1 - sqrt(C² + S²).
 * Source of the latter: Mardia and Jupp 2000, Directional Statistics, section 2.3.
 */
export class MomentFeatures implements PopulationFeatures {
  readonly size: number
  private readonly extent: Extent

  constructor(extent: Extent) {
    this.extent = extent
    this.size = momentCount(extent)
  }

  write(points: Float64Array, from: number, agents: number, out: Float64Array): void {
    const { extent } = this
    const end = from + agents * extent.length
    let place = 0
    out.fill(0)
    for (let k = 0; k < extent.length; k++) {
      if (extent[k].periodic) this.describeCircle(points, from + k, end, extent[k], out, place)
      else this.describeLine(points, from + k, end, extent[k], out, place)
      place += countOf(extent[k])
    }
  }

  /** Mean and variance of every `extent.length`th number from `from` to before `end`, of those that are numbers. */
  private describeLine(
    points: Float64Array,
    from: number,
    end: number,
    { low, high }: Extent[number],
    out: Float64Array,
    place: number,
  ): void {
    const bounded = high - low < Infinity
    const middle = bounded ? (low + high) / 2 : 0
    const half = bounded ? (high - low) / 2 : 1
    const stride = this.extent.length
    let present = 0
    let sum = 0
    for (let i = from; i < end; i += stride) {
      if (Number.isNaN(points[i])) continue
      sum += (points[i] - middle) / half
      present++
    }
    if (present === 0) return
    const mean = sum / present
    let squares = 0
    for (let i = from; i < end; i += stride) {
      if (Number.isNaN(points[i])) continue
      const off = (points[i] - middle) / half - mean
      squares += off * off
    }
    out[place] = mean
    out[place + 1] = squares / present
  }

  /** Likewise, the extent taken for a circle. */
  private describeCircle(
    points: Float64Array,
    from: number,
    end: number,
    { low, high }: Extent[number],
    out: Float64Array,
    place: number,
  ): void {
    const turn = (2 * Math.PI) / (high - low)
    let present = 0
    let along = 0
    let across = 0
    for (let i = from; i < end; i += this.extent.length) {
      if (Number.isNaN(points[i])) continue
      along += cos((points[i] - low) * turn)
      across += sin((points[i] - low) * turn)
      present++
    }
    if (present === 0) return
    along /= present
    across /= present
    out[place] = along
    out[place + 1] = across
    out[place + 2] = Math.max(0, 1 - Math.sqrt(along * along + across * across))
  }
}

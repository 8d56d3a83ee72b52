/** A population seen through kernels at the centres of bins: `RbfFeatures`. */
import { type MeanFieldFace, exp } from '@gauntlet/core'
import { binCentres, gridPoints } from './bins.ts'
import type { Extent, PopulationFeatures } from './population-features.ts'

/**
 * mean over agents of exp(-d(x, c_b)² / (2 bandwidth²)), for bin centres c_b in C order and the distance d of the space itself.
 * Ranges: 0 to 1; `bandwidth` above 0, in units of d.
 */
export class RbfFeatures implements PopulationFeatures {
  readonly size: number
  private readonly centres: readonly Float64Array[]
  private readonly bandwidth: number
  private readonly distance: MeanFieldFace['distance']
  private readonly point: Float64Array

  constructor(extent: Extent, bins: number, bandwidth: number, distance: MeanFieldFace['distance']) {
    this.centres = gridPoints(extent.map(({ low, high }) => binCentres(low, high, bins)))
    this.size = this.centres.length
    this.bandwidth = bandwidth
    this.distance = distance
    this.point = new Float64Array(extent.length)
  }

  write(points: Float64Array, from: number, agents: number, out: Float64Array): void {
    const { centres, bandwidth, distance, point } = this
    const dimensions = point.length
    const end = from + agents * dimensions
    let present = 0
    out.fill(0)
    for (let i = from; i < end; i += dimensions) {
      if (Number.isNaN(points[i])) continue
      for (let k = 0; k < dimensions; k++) point[k] = points[i + k]
      for (let b = 0; b < centres.length; b++) {
        const z = distance(point, centres[b]) / bandwidth
        out[b] += exp(-0.5 * z * z)
      }
      present++
    }
    if (present === 0) return
    for (let b = 0; b < out.length; b++) out[b] /= present
  }
}

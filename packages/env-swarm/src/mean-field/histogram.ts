/** Shares of a population in equal bins: `Histogram`. */
import { binCount } from './bins.ts'
import type { Extent, PopulationFeatures } from './population-features.ts'

/**
 * The share of agents whose nearest bin centre is each, in C order; on an edge the first of those that tie. Who is outside of the
 * extent counts for the bin at its end. Ranges: 0 to 1, of sum 1 where anybody is.
 */
export class Histogram implements PopulationFeatures {
  readonly size: number
  private readonly extent: Extent
  private readonly bins: number

  constructor(extent: Extent, bins: number) {
    this.extent = extent
    this.bins = bins
    this.size = binCount(bins, extent.length)
  }

  write(points: Float64Array, from: number, agents: number, out: Float64Array): void {
    const dimensions = this.extent.length
    const end = from + agents * dimensions
    let present = 0
    out.fill(0)
    for (let i = from; i < end; i += dimensions) {
      if (Number.isNaN(points[i])) continue
      out[this.binOf(points, i)]++
      present++
    }
    if (present === 0) return
    for (let b = 0; b < out.length; b++) out[b] /= present
  }

  private binOf(points: Float64Array, i: number): number {
    const { extent, bins } = this
    let bin = 0
    for (let k = 0; k < extent.length; k++) {
      const { low, high, periodic } = extent[k]
      const place = ((points[i + k] - low) / (high - low)) * bins
      // Where the ends are joined, both lie between the last bin and the first.
      const around = periodic && place >= bins
      bin = bin * bins + (around ? 0 : Math.min(Math.max(Math.ceil(place) - 1, 0), bins - 1))
    }
    return bin
  }
}

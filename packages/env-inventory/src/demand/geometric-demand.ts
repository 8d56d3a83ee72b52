/** Geometric demand: `geometricDemand`. */
import { type Stream, log1p } from '@gauntlet/core'
import type { DemandModel } from './demand-model.ts'
import { requireMeans } from './requirements.ts'

/**
 * Geometric demand on 0, 1, …: failures before a success of probability 1 / (1 + mean).
 *
 * An exponential draw, rounded down: P(demand >= k) = (mean / (1 + mean))^k, exact but for the draw's rounding.
 * Errors: ParameterError where a mean is negative.
 */
export function geometricDemand(
  { means }: { readonly means: readonly number[] },
  path: string = 'demand',
): DemandModel {
  requireMeans(means, path, 0)
  return new GeometricDemand(means)
}

class GeometricDemand implements DemandModel {
  readonly stores: number
  readonly stateSize: number = 0
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean = true
  readonly low: number = 0
  readonly periods: number = Infinity
  /** Units to a unit of the exponential draw. */
  readonly #scales: Float64Array

  constructor(means: readonly number[]) {
    this.stores = means.length
    this.means = Float64Array.from(means)
    this.deviations = this.means.map((mean) => Math.sqrt(mean * (1 + mean)))
    this.#scales = this.means.map((mean) => (mean === 0 ? 0 : 1 / log1p(1 / mean)))
  }

  begin(): void {}

  draw(
    stream: Stream,
    _state: Float64Array,
    _offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const scales = this.#scales
    for (let s = 0; s < scales.length; s++) {
      out[outOffset + s * stride] = Math.floor(stream.exponential() * scales[s])
    }
  }
}

/** Normal demand: `normalDemand`. */
import type { Stream } from '@gauntlet/core'
import { type CorrelatedNormals, correlatedNormals } from './correlated-normals.ts'
import type { DemandModel } from './demand-model.ts'
import { clippedMoments } from './normal-distribution.ts'
import { requireEach, requireMeans, requireSameLength } from './requirements.ts'

export interface NormalParameters {
  /** [stores]: mean and standard deviation before clipping. */
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  /** Of any two stores before clipping, or a matrix [stores, stores] row by row. */
  readonly correlation?: readonly number[]
  /** Whether demand below 0 becomes 0. */
  readonly clip?: boolean
}

/**
 * Normal demand, correlated over stores and independent over periods.
 *
 * Clipping raises means and lowers deviations: the model's are those of max(0, X).
 * Errors: ParameterError where a deviation is negative, or the correlations are those of no distribution.
 * Source: Neural_inventory_control, `generate_normal_demand` (one correlation, clip on request).
 */
export function normalDemand(parameters: NormalParameters, path: string = 'demand'): DemandModel {
  requireNormal(parameters, path)
  return new NormalDemand(parameters, path)
}

/** Refuses what is neither means nor deviations. */
export function requireNormal({ means, deviations }: NormalParameters, path: string): void {
  requireMeans(means, path)
  requireSameLength(deviations, means, `${path}.deviations`)
  requireEach(
    deviations,
    `${path}.deviations`,
    (deviation) => deviation >= 0 && Number.isFinite(deviation),
    'a finite number of at least 0',
  )
}

/** [stores]: mean and deviation of what is drawn. */
export function drawnMoments({ means, deviations, clip = false }: NormalParameters): {
  means: Float64Array
  deviations: Float64Array
} {
  if (!clip) return { means: Float64Array.from(means), deviations: Float64Array.from(deviations) }
  const clipped = means.map((mean, s) => clippedMoments(mean, deviations[s]))
  return {
    means: Float64Array.from(clipped, ({ mean }) => mean),
    deviations: Float64Array.from(clipped, ({ deviation }) => deviation),
  }
}

class NormalDemand implements DemandModel {
  readonly stores: number
  readonly stateSize: number = 0
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean = false
  readonly low: number
  readonly periods: number = Infinity
  readonly #means: Float64Array
  readonly #deviations: Float64Array
  readonly #normals: CorrelatedNormals

  constructor(parameters: NormalParameters, path: string) {
    const { means, deviations, correlation = [0], clip = false } = parameters
    this.stores = means.length
    const drawn = drawnMoments(parameters)
    this.means = drawn.means
    this.deviations = drawn.deviations
    this.low = clip ? 0 : -Infinity
    this.#means = Float64Array.from(means)
    this.#deviations = Float64Array.from(deviations)
    this.#normals = correlatedNormals(means.length, correlation, `${path}.correlation`)
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
    const means = this.#means
    const deviations = this.#deviations
    const low = this.low
    this.#normals.draw(stream, out, outOffset, stride)
    for (let s = 0; s < means.length; s++) {
      const demand = means[s] + deviations[s] * out[outOffset + s * stride]
      out[outOffset + s * stride] = Math.max(demand, low)
    }
  }
}

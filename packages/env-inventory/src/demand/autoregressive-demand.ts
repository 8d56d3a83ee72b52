/** Demand that remembers the period before: `autoregressiveDemand`. */
import type { Stream } from '@gauntlet/core'
import { type CorrelatedNormals, correlatedNormals } from './correlated-normals.ts'
import type { DemandModel } from './demand-model.ts'
import { type NormalParameters, drawnMoments, requireNormal } from './normal-demand.ts'
import { requireEach, requireSameLength } from './requirements.ts'

export interface AutoregressiveParameters extends NormalParameters {
  /** [stores]: phi, the correlation of a period's demand with that of the period before, before clipping. */
  readonly persistence: readonly number[]
}

/**
 * Autoregressive demand of order 1: x_t = m + phi (x_(t-1) - m) + sqrt(1 - phi^2) sigma e_t, demand x_t or max(0, x_t).
 *
 * A path starts in the stationary distribution, normal with mean m and deviation sigma (`means`, `deviations`). e_t is
 * standard normal, with the given correlation over stores. The state is (x_t - m) / sigma of each store, not clipped.
 * Errors: ParameterError where phi is not above -1 and below 1, and those of `normalDemand`.
 */
export function autoregressiveDemand(
  parameters: AutoregressiveParameters,
  path: string = 'demand',
): DemandModel {
  const { means, persistence } = parameters
  requireNormal(parameters, path)
  requireSameLength(persistence, means, `${path}.persistence`)
  requireEach(
    persistence,
    `${path}.persistence`,
    (phi) => phi > -1 && phi < 1,
    'a number above -1 and below 1',
  )
  return new AutoregressiveDemand(parameters, path)
}

class AutoregressiveDemand implements DemandModel {
  readonly stores: number
  readonly stateSize: number
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean = false
  readonly low: number
  readonly periods: number = Infinity
  readonly #means: Float64Array
  readonly #deviations: Float64Array
  readonly #persistence: Float64Array
  /** sqrt(1 - phi^2) */
  readonly #noise: Float64Array
  readonly #innovations: CorrelatedNormals
  readonly #starts: CorrelatedNormals

  constructor(parameters: AutoregressiveParameters, path: string) {
    const { means, deviations, persistence, correlation = [0], clip = false } = parameters
    this.stores = means.length
    this.stateSize = means.length
    const drawn = drawnMoments(parameters)
    this.means = drawn.means
    this.deviations = drawn.deviations
    this.low = clip ? 0 : -Infinity
    this.#means = Float64Array.from(means)
    this.#deviations = Float64Array.from(deviations)
    this.#persistence = Float64Array.from(persistence)
    this.#noise = this.#persistence.map((phi) => Math.sqrt(1 - phi * phi))
    this.#innovations = correlatedNormals(means.length, correlation, `${path}.correlation`)
    const stationary = stationaryCorrelation(persistence, correlation)
    this.#starts = correlatedNormals(means.length, stationary, `${path}.correlation`)
  }

  /** Draws the period before the first. */
  begin(stream: Stream, _path: number | undefined, state: Float64Array, offset: number): void {
    this.#starts.draw(stream, state, offset, 1)
  }

  draw(
    stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const means = this.#means
    const deviations = this.#deviations
    const persistence = this.#persistence
    const noise = this.#noise
    const low = this.low
    this.#innovations.draw(stream, out, outOffset, stride)
    for (let s = 0; s < means.length; s++) {
      const next = persistence[s] * state[offset + s] + noise[s] * out[outOffset + s * stride]
      state[offset + s] = next
      const demand = means[s] + deviations[s] * next
      out[outOffset + s * stride] = Math.max(demand, low)
    }
  }
}

/**
 * Correlations over stores in the stationary distribution, in the form of `correlation`.
 *
 * That of stores i and j is theirs of the innovations times sqrt((1 - phi_i^2) (1 - phi_j^2)) / (1 - phi_i phi_j).
 */
function stationaryCorrelation(
  persistence: readonly number[],
  correlation: readonly number[],
): readonly number[] {
  if (
    persistence.every((phi) => phi === persistence[0]) ||
    (correlation.length === 1 && correlation[0] === 0)
  ) {
    return correlation
  }
  return persistence.flatMap((p, i) =>
    persistence.map((q, j) => {
      if (i === j) return 1
      const given = correlation.length === 1 ? correlation[0] : correlation[i * persistence.length + j]
      return (given * Math.sqrt((1 - p * p) * (1 - q * q))) / (1 - p * q)
    }),
  )
}

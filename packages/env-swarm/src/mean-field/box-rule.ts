/** The shared rule where actions are real numbers: `BoxRule`. */
import {
  type ActionArray,
  type BoxSpace,
  GauntletError,
  type Stream,
  actionWidth,
  boundAt,
} from '@gauntlet/core'
import type { DecisionRule, Seen } from './decision-rule.ts'
import type { KernelGrid } from './kernel-grid.ts'
import { positiveWeight } from './positive-weight.ts'

/**
 * A mixture of diagonal normal distributions, one for each centre; what is drawn is clipped to the bounds.
 *
 * xi [centres, d, 2] holds for each number of an action where its mean lies between its bounds, and its standard deviation:
 * (xi + 1) / 4 + 1e-10, from 1e-10 to 0.5 + 1e-10, in units of half the distance between the bounds (in [-1, 1]: as it is).
 */
export class BoxRule implements DecisionRule {
  readonly size: number
  private readonly kernels: KernelGrid
  private readonly agents: number
  /** [d] */
  private readonly middles: Float64Array
  private readonly halves: Float64Array
  /** [agents, dimensions of an observation]; they draw the centres. */
  private readonly uniforms: Float64Array
  /** [agents, d] */
  private readonly normals: Float64Array
  /** [centres]: scratch. */
  private readonly weights: Float64Array

  /** Errors: GauntletError where a bound is infinite. */
  constructor(kernels: KernelGrid, space: BoxSpace, agents: number) {
    const d = actionWidth(space)
    this.kernels = kernels
    this.agents = agents
    this.middles = new Float64Array(d)
    this.halves = new Float64Array(d)
    for (let k = 0; k < d; k++) {
      const [low, high] = [boundAt(space.low, k), boundAt(space.high, k)]
      if (!(high - low < Infinity)) {
        const range = `${low} to ${high}`
        throw new GauntletError('mean-field', `number ${k} of an action is ${range}, expected finite bounds`)
      }
      this.middles[k] = (low + high) / 2
      this.halves[k] = (high - low) / 2
    }
    this.size = kernels.size * d * 2
    this.uniforms = new Float64Array(agents * kernels.dimensions)
    this.normals = new Float64Array(agents * d)
    this.weights = new Float64Array(kernels.size)
  }

  act(w: number, xi: ArrayLike<number>, seen: Seen, stream: Stream, actions: ActionArray): void {
    const { kernels, agents, middles, halves, uniforms, normals } = this
    const { dimensions } = kernels
    const d = middles.length
    stream.uniforms(uniforms, 0, uniforms.length)
    stream.normals(normals, 0, normals.length)
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      const centre = kernels.draw(seen.observations, i * dimensions, uniforms, a * dimensions)
      let place = w * this.size + centre * d * 2
      for (let k = 0; k < d; k++) {
        const drawn = xi[place] + positiveWeight(xi[place + 1]) * normals[a * d + k]
        place += 2
        actions[i * d + k] = middles[k] + halves[k] * Math.min(Math.max(drawn, -1), 1)
      }
    }
  }

  /**
   * Mean and standard deviation of an action, before it is clipped, of who observes y [dimensions] from `at`.
   * Shapes: `xi` [size]; writes `means` and `deviations` [d].
   */
  moments(
    xi: ArrayLike<number>,
    y: ArrayLike<number>,
    at: number,
    means: Float64Array,
    deviations: Float64Array,
  ): void {
    const { kernels, middles, halves, weights } = this
    const d = middles.length
    kernels.weights(y, at, weights)
    for (let k = 0; k < d; k++) {
      let mean = 0
      let squares = 0
      for (let b = 0; b < weights.length; b++) mean += weights[b] * xi[(b * d + k) * 2]
      for (let b = 0; b < weights.length; b++) {
        const off = xi[(b * d + k) * 2] - mean
        const spread = positiveWeight(xi[(b * d + k) * 2 + 1])
        squares += weights[b] * (spread * spread + off * off)
      }
      means[k] = middles[k] + halves[k] * mean
      deviations[k] = halves[k] * Math.sqrt(squares)
    }
  }
}

/** Heads whose draws are functions of the network's outputs and of noise: `PathwiseHead`. */
import type { Head } from './head.ts'
import type { UnitBox } from './unit-box.ts'

export interface PathwiseHead extends Head {
  readonly box: UnitBox
  /**
   * Writes the units of row `i`'s action under the noise ε, standard normal, to `units`; its log-probability.
   * Shapes: `noise` and `units` [rows, box.width].
   */
  draw(outputs: Float32Array, i: number, noise: Float64Array, units: Float32Array): number
  /**
   * The gradient with respect to row `i` of the outputs, where a loss has the given derivatives with respect to the units and
   * to the log-probability of what `draw` made of the same noise.
   */
  backwardDraw(
    outputs: Float32Array,
    i: number,
    noise: Float64Array,
    byUnits: Float32Array,
    byLogProbability: number,
    gradient: Float32Array,
  ): void
}

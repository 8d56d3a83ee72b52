/**
 * One continuous action for an observation, within its bounds: `SquashedMeanHead`.
 *
 * Symbols: o the network's outputs; u = tanh o the action in units of the box; σ the noise that explores.
 */
import { type ActionArray, type BoxSpace, type Stream, tanh } from '@gauntlet/core'
import type { PathwiseHead } from './pathwise-head.ts'
import { UnitBox } from './unit-box.ts'

/**
 * The action u, to which noise σ ε is added where it is drawn, and the sum clipped. As a distribution it is the normal one around u of
 * deviation 1: `score` is -½ |u_a - u|² up to a constant, whose gradient is that of the squared error.
 *
 * Source: Fujimoto, van Hoof and Meger 2018 (TD3), algorithm 1; Lillicrap et al. 2016 (DDPG).
 */
export class SquashedMeanHead implements PathwiseHead {
  readonly width: number
  readonly actionWidth: number
  readonly free = undefined
  readonly entropy = 0
  readonly box: UnitBox
  private readonly sigma: number

  constructor(space: BoxSpace, sigma: number) {
    this.box = new UnitBox(space)
    this.width = this.box.width
    this.actionWidth = this.box.width
    this.sigma = sigma
  }

  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    const { width } = this
    for (let k = 0; k < width; k++) {
      const noisy = tanh(outputs[i * width + k]) + this.sigma * stream.normal()
      actions[i * width + k] = this.box.action(k, Math.min(Math.max(noisy, -1), 1))
    }
    return this.score(outputs, mask, i, actions)
  }

  mode(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): void {
    const { width } = this
    for (let k = 0; k < width; k++) actions[i * width + k] = this.box.action(k, tanh(outputs[i * width + k]))
  }

  score(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): number {
    const { width } = this
    let sum = 0
    for (let k = 0; k < width; k++) {
      const error = this.box.unit(k, actions[i * width + k]) - tanh(outputs[i * width + k])
      sum -= 0.5 * error * error
    }
    return sum
  }

  backward(
    outputs: Float32Array,
    _mask: Uint8Array | undefined,
    i: number,
    actions: ActionArray,
    byLogProbability: number,
    _byEntropy: number,
    gradient: Float32Array,
  ): void {
    const { width } = this
    for (let k = 0; k < width; k++) {
      const u = tanh(outputs[i * width + k])
      gradient[i * width + k] =
        byLogProbability * (this.box.unit(k, actions[i * width + k]) - u) * (1 - u * u)
    }
  }

  /** Without noise: the log-probability is 0. */
  draw(outputs: Float32Array, i: number, _noise: Float64Array, units: Float32Array): number {
    const { width } = this
    for (let k = 0; k < width; k++) units[i * width + k] = tanh(outputs[i * width + k])
    return 0
  }

  backwardDraw(
    outputs: Float32Array,
    i: number,
    _noise: Float64Array,
    byUnits: Float32Array,
    _byLogProbability: number,
    gradient: Float32Array,
  ): void {
    const { width } = this
    for (let k = 0; k < width; k++) {
      const u = tanh(outputs[i * width + k])
      gradient[i * width + k] = byUnits[i * width + k] * (1 - u * u)
    }
  }
}

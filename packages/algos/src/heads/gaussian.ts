/** Continuous actions: `gaussianHead`. */
import {
  type ActionArray,
  type BoxSpace,
  type Stream,
  boundAt,
  exp,
  normalCdf,
  product,
} from '@gauntlet/core'
import type { Trainable } from '../optimisers/optimiser.ts'
import type { Head } from './head.ts'

/** ½ log 2π */
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_7
/** 1 / √2π */
const INVERSE_ROOT_TWO_PI = 0.398_942_280_401_432_7

/**
 * Independent normal distributions around the network's outputs, whose standard deviations e^s do not depend on
 * the observation: s is free, and begins at 0. An element with finite bounds is measured from -1 at the lower to 1 at the upper
 * one, so that the policy begins around the middle. Probabilities are those of actions as drawn and so measured; the environment is
 * given them clipped, and the greedy action is the mean of what it is given: where a wide distribution leans on a bound that is not
 * the bound itself.
 * Source: Andrychowicz et al. 2021, section 3.2; Huang et al. 2022, details of continuous actions 1 to 5, of tasks whose bounds are ±1.
 */
export function gaussianHead(space: BoxSpace): Head {
  return new GaussianHead(space)
}

class GaussianHead implements Head {
  readonly width: number
  readonly actionWidth: number
  /** s, by dimension. */
  readonly free: Trainable
  entropy = 0
  private readonly space: BoxSpace
  /** Of each element: what is 0, and how far from it 1 is. */
  private readonly middle: Float64Array
  private readonly half: Float64Array

  constructor(space: BoxSpace) {
    const width = product(space.shape)
    this.space = space
    this.middle = new Float64Array(width)
    this.half = new Float64Array(width).fill(1)
    for (let k = 0; k < width; k++) {
      const [low, high] = [boundAt(space.low, k), boundAt(space.high, k)]
      if (!Number.isFinite(high - low) || high === low) continue
      this.middle[k] = (low + high) / 2
      this.half[k] = (high - low) / 2
    }
    this.width = width
    this.actionWidth = width
    this.free = { parameters: new Float32Array(width), gradient: new Float32Array(width) }
  }

  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    const { width, free, middle, half } = this
    for (let k = 0; k < width; k++) {
      const drawn = outputs[i * width + k] + exp(free.parameters[k]) * stream.normal()
      actions[i * width + k] = middle[k] + half[k] * drawn
    }
    return this.score(outputs, mask, i, actions)
  }

  mode(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): void {
    const { space, width, free, middle, half } = this
    for (let k = 0; k < width; k++) {
      const mean = middle[k] + half[k] * outputs[i * width + k]
      const sigma = half[k] * exp(free.parameters[k])
      actions[i * width + k] = clippedMean(mean, sigma, boundAt(space.low, k), boundAt(space.high, k))
    }
  }

  bound(actions: ActionArray): void {
    const { space, width } = this
    for (let j = 0; j < actions.length; j++) {
      const k = j % width
      actions[j] = Math.min(Math.max(actions[j], boundAt(space.low, k)), boundAt(space.high, k))
    }
  }

  score(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): number {
    const { width, free } = this
    let logProbability = 0
    this.entropy = 0
    for (let k = 0; k < width; k++) {
      const s = free.parameters[k]
      const z = (this.unit(actions, i, k) - outputs[i * width + k]) / exp(s)
      logProbability -= 0.5 * z * z + s + HALF_LOG_TWO_PI
      this.entropy += s + HALF_LOG_TWO_PI + 0.5
    }
    return logProbability
  }

  /** Element `k` of the action of row `i`, as it is measured. */
  private unit(actions: ActionArray, i: number, k: number): number {
    return (actions[i * this.width + k] - this.middle[k]) / this.half[k]
  }

  backward(
    outputs: Float32Array,
    _mask: Uint8Array | undefined,
    i: number,
    actions: ActionArray,
    byLogProbability: number,
    byEntropy: number,
    gradient: Float32Array,
  ): void {
    const { width, free } = this
    for (let k = 0; k < width; k++) {
      // ∂ log p / ∂μ = (a - μ) / σ², ∂ log p / ∂s = ((a - μ) / σ)² - 1, ∂H / ∂s = 1
      const sigma = exp(free.parameters[k])
      const z = (this.unit(actions, i, k) - outputs[i * width + k]) / sigma
      gradient[i * width + k] = (byLogProbability * z) / sigma
      free.gradient[k] += byLogProbability * (z * z - 1) + byEntropy
    }
  }
}

/** The mean of a normal variable that is clipped between `low` and `high`. */
function clippedMean(mean: number, sigma: number, low: number, high: number): number {
  return mean + belowMean(low - mean, sigma) - belowMean(mean - high, sigma)
}

/** The mean of what a normal variable with mean 0 lacks of `bound`, where it does: E max(bound - sigma Z, 0). */
function belowMean(bound: number, sigma: number): number {
  if (bound === -Infinity) return 0
  const z = bound / sigma
  return bound * normalCdf(z) + sigma * INVERSE_ROOT_TWO_PI * exp(-0.5 * z * z)
}

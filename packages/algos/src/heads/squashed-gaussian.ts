/**
 * Continuous actions that keep within their bounds: `SquashedGaussianHead`.
 *
 * Symbols: μ, t the network's outputs; s = -5 + 3.5 (tanh t + 1) log of the standard deviation, from -5 to 2; ε noise;
 * z = μ + e^s ε; u = tanh z the action in units of the box.
 */
import { type ActionArray, type BoxSpace, type Stream, exp, log1p, tanh } from '@gauntlet/core'
import type { PathwiseHead } from './pathwise-head.ts'
import { UnitBox } from './unit-box.ts'

/** ½ log 2π */
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_7
const LOG_TWO = 0.693_147_180_559_945_3
const LEAST_LOG_SIGMA = -5
const HALF_RANGE = 3.5
/** An action on a bound counts as one just within it. */
const MOST_UNIT = 1 - 1e-6

/**
 * Normal distributions squeezed into the box by tanh, whose deviations depend on the observation. Log-probabilities are densities
 * of units u, so that they do not depend on what actions are measured in. `entropy` is that of z, before the squeeze.
 *
 * log p = Σ_k -ε²/2 - s - ½ log 2π - log(1 - u²)
 *
 * Source: Haarnoja et al. 2018 (SAC), appendix C; the range of s as in CleanRL's `sac_continuous_action.py`.
 */
export class SquashedGaussianHead implements PathwiseHead {
  readonly width: number
  readonly actionWidth: number
  readonly free = undefined
  readonly box: UnitBox
  entropy = 0

  constructor(space: BoxSpace) {
    this.box = new UnitBox(space)
    this.actionWidth = this.box.width
    this.width = 2 * this.box.width
  }

  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    const { actionWidth: n } = this
    for (let k = 0; k < n; k++) {
      const z = outputs[2 * i * n + k] + exp(logSigma(outputs[(2 * i + 1) * n + k])) * stream.normal()
      actions[i * n + k] = this.box.action(k, tanh(z))
    }
    return this.score(outputs, mask, i, actions)
  }

  mode(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): void {
    const { actionWidth: n } = this
    for (let k = 0; k < n; k++) actions[i * n + k] = this.box.action(k, tanh(outputs[2 * i * n + k]))
  }

  score(outputs: Float32Array, _mask: Uint8Array | undefined, i: number, actions: ActionArray): number {
    const { actionWidth: n } = this
    let logProbability = 0
    this.entropy = 0
    for (let k = 0; k < n; k++) {
      const s = logSigma(outputs[(2 * i + 1) * n + k])
      const z = this.unsqueezed(k, actions[i * n + k])
      const noise = (z - outputs[2 * i * n + k]) / exp(s)
      logProbability -= 0.5 * noise * noise + s + HALF_LOG_TWO_PI + logSlope(z)
      this.entropy += s + HALF_LOG_TWO_PI + 0.5
    }
    return logProbability
  }

  /** z of element `k` of an action: artanh u. */
  private unsqueezed(k: number, action: number): number {
    const u = Math.min(Math.max(this.box.unit(k, action), -MOST_UNIT), MOST_UNIT)
    return 0.5 * (log1p(u) - log1p(-u))
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
    const { actionWidth: n } = this
    for (let k = 0; k < n; k++) {
      const [mean, deviation] = [2 * i * n + k, (2 * i + 1) * n + k]
      // Of a given z: ∂ log p / ∂μ = (z - μ) / σ², ∂ log p / ∂s = ((z - μ) / σ)² - 1, ∂H / ∂s = 1
      const sigma = exp(logSigma(outputs[deviation]))
      const noise = (this.unsqueezed(k, actions[i * n + k]) - outputs[mean]) / sigma
      gradient[mean] = (byLogProbability * noise) / sigma
      gradient[deviation] =
        (byLogProbability * (noise * noise - 1) + byEntropy) * logSigmaSlope(outputs[deviation])
    }
  }

  draw(outputs: Float32Array, i: number, noise: Float64Array, units: Float32Array): number {
    const { actionWidth: n } = this
    let logProbability = 0
    for (let k = 0; k < n; k++) {
      const epsilon = noise[i * n + k]
      const s = logSigma(outputs[(2 * i + 1) * n + k])
      const z = outputs[2 * i * n + k] + exp(s) * epsilon
      units[i * n + k] = tanh(z)
      logProbability -= 0.5 * epsilon * epsilon + s + HALF_LOG_TWO_PI + logSlope(z)
    }
    return logProbability
  }

  backwardDraw(
    outputs: Float32Array,
    i: number,
    noise: Float64Array,
    byUnits: Float32Array,
    byLogProbability: number,
    gradient: Float32Array,
  ): void {
    const { actionWidth: n } = this
    for (let k = 0; k < n; k++) {
      const [mean, deviation] = [2 * i * n + k, (2 * i + 1) * n + k]
      // Of a given ε: ∂u / ∂z = 1 - u², ∂ log p / ∂z = 2u, ∂z / ∂μ = 1, ∂z / ∂s = σε, and -1 of log p by s itself
      const spread = exp(logSigma(outputs[deviation])) * noise[i * n + k]
      const u = tanh(outputs[mean] + spread)
      const byZ = byUnits[i * n + k] * (1 - u * u) + byLogProbability * 2 * u
      gradient[mean] = byZ
      gradient[deviation] = (byZ * spread - byLogProbability) * logSigmaSlope(outputs[deviation])
    }
  }
}

function logSigma(t: number): number {
  return LEAST_LOG_SIGMA + HALF_RANGE * (tanh(t) + 1)
}

function logSigmaSlope(t: number): number {
  const y = tanh(t)
  return HALF_RANGE * (1 - y * y)
}

/** log(1 - tanh² z) = 2 (log 2 - |z| - log(1 + e^(-2|z|))), without loss where tanh z is nearly ±1. */
function logSlope(z: number): number {
  const size = Math.abs(z)
  return 2 * (LOG_TWO - size - log1p(exp(-2 * size)))
}

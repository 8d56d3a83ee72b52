/**
 * What is minimised, by decision: `Objective`, `policyGradient`, `clippedRatio`; `ValueLoss`, `squaredError`,
 * `wholeSquaredError`, `clippedSquaredError`.
 *
 * Symbols: A advantage; π and π_old the probabilities of the action now and when it was taken; ρ = π/π_old.
 */
import { type Part, exp } from '@gauntlet/core'

/** Writes the loss of a decision and its derivative by log π to `out`. */
export interface Objective {
  readonly part: Part
  loss(advantage: number, logProbability: number, oldLogProbability: number, out: Float64Array): void
  /** Half the width of the band about 1 in which ρ counts as unclipped; for logs. */
  readonly clip: number
}

const PART = { slot: 'objective', adds: ['loss'], needs: {} } as const

/** -A log π. Source: Williams 1992, section 3; Mnih et al. 2016 (A3C), section 4. */
export function policyGradient(): Objective {
  return {
    part: { ...PART, id: 'policy-gradient', reads: ['advantages', 'actions'] },
    clip: Infinity,
    loss(advantage, logProbability, _old, out) {
      out[0] = -advantage * logProbability
      out[1] = -advantage
    },
  }
}

/**
 * max(-A ρ, -A clip(ρ, 1 - ε_low, 1 + ε_high)), with no gradient where the clipped term is the greater.
 * Source: Schulman et al. 2017 (PPO), equation 7.
 */
export function clippedRatio(low: number, high: number = low): Objective {
  return {
    part: { ...PART, id: 'clipped-ratio', reads: ['advantages', 'actions', 'log-probabilities'] },
    clip: low,
    loss(advantage, logProbability, oldLogProbability, out) {
      const ratio = exp(logProbability - oldLogProbability)
      const plain = -advantage * ratio
      const clipped = -advantage * Math.min(Math.max(ratio, 1 - low), 1 + high)
      out[0] = Math.max(plain, clipped)
      out[1] = plain >= clipped ? plain : 0
    },
  }
}

/** Writes the loss of a value and its derivative by the value to `out`. */
export type ValueLoss = (value: number, oldValue: number, target: number, out: Float64Array) => void

/** ½ (v - target)² */
export const squaredError: ValueLoss = (value, _old, target, out) => {
  const error = value - target
  out[0] = 0.5 * error * error
  out[1] = error
}

/** (v - target)² */
export const wholeSquaredError: ValueLoss = (value, _old, target, out) => {
  const error = value - target
  out[0] = error * error
  out[1] = 2 * error
}

/**
 * ½ max((v - target)², (v_clipped - target)²), where v_clipped is at most ε from the old value.
 * Source: Huang et al. 2022, detail 9.
 */
export function clippedSquaredError(epsilon: number): ValueLoss {
  return (value, oldValue, target, out) => {
    const error = value - target
    const clipped = oldValue + Math.min(Math.max(value - oldValue, -epsilon), epsilon)
    const clippedError = clipped - target
    if (error * error >= clippedError * clippedError) {
      out[0] = 0.5 * error * error
      out[1] = error
    } else {
      out[0] = 0.5 * clippedError * clippedError
      out[1] = 0
    }
  }
}

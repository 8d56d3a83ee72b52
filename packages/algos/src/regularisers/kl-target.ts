/** A penalty that holds the divergence of an update near a target: `klTarget`. */
import { expm1 } from '@gauntlet/core'
import type { Regulariser } from './regulariser.ts'

/**
 * β (ρ - 1 - log ρ), ρ = π/π_old, whose mean at the actions taken is KL(π_old, π); β is half as much again after updates that moved by more than twice the target, and
 * half as much after those that moved by less than half of it.
 *
 * Source: Schulman et al. 2017 (PPO), section 4 (factors 2 and 1/2 there; these are RLlib's 1.5 and 0.5).
 */
export function klTarget(target: number, coefficient: number): Regulariser {
  const state = { coefficient: Float64Array.of(coefficient) }
  return {
    metric: 'kl_loss',
    state,
    adapt(divergence) {
      if (divergence > 2 * target) state.coefficient[0] *= 1.5
      else if (divergence < 0.5 * target) state.coefficient[0] *= 0.5
    },
    add({ logProbability, oldLogProbability }, out) {
      const logRatio = logProbability - oldLogProbability
      const change = expm1(logRatio)
      out[0] += state.coefficient[0] * (change - logRatio)
      out[1] += state.coefficient[0] * change
    },
  }
}

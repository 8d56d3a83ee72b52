/**
 * Masks of PPO and its kin: `unmasked`, `clip` (also clip-higher), `dualClip`.
 *
 * Symbols: w weight; ρ = π/π_old; ε_low and ε_high how far ρ may fall below 1 and rise above it.
 */
import type { Mask } from './product.ts'

/** Every decision teaches. */
export const unmasked: Mask = {
  band: [Infinity, Infinity],
  apply() {},
}

/**
 * max(-w ρ, -w clip(ρ, 1 - ε_low, 1 + ε_high)), with no gradient where the clipped term is the greater. A greater ε_high
 * than ε_low is clip-higher. The loss held is that of ρ whatever stands below π; the gradient of `pi` and `cispo` is masked alike.
 *
 * Source: Schulman et al. 2017 (PPO), equation 7; Yu et al. 2025 (DAPO), section 3.1 (clip-higher: 0.2 and 0.28).
 */
export function clip(low: number, high: number = low): Mask {
  return {
    band: [low, high],
    apply(_decision, weight, ratio, out) {
      const plain = -weight * ratio
      const clipped = -weight * Math.min(Math.max(ratio, 1 - low), 1 + high)
      if (plain >= clipped) return
      // Not `clipped`: a ratio that is not a number stays so.
      out[0] = Math.max(plain, clipped)
      out[1] = 0
    },
  }
}

/**
 * The clipped loss, and at most -w c where w < 0: a bad action that has become far likelier pushes no harder than at ρ = c.
 *
 * Ranges: `bound` c above 1 + ε_high, 3 in the source.
 * Source: Ye et al. 2020 (Mastering complex control in MOBA games with deep reinforcement learning), dual-clip PPO.
 */
export function dualClip(low: number, high: number = low, bound: number = 3): Mask {
  const single = clip(low, high)
  return {
    band: [low, high],
    apply(decision, weight, ratio, out) {
      single.apply(decision, weight, ratio, out)
      if (!(weight < 0 && ratio > bound)) return
      out[0] = -weight * bound
      out[1] = 0
    },
  }
}

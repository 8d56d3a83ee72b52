/**
 * Masks of REINFORCE on data of older policies: `oneSide`, `twoSide`, `ring`.
 *
 * Symbols: w weight; ρ = π/π_old; ε_low and ε_high how far ρ may fall below 1 and rise above it, ε'_low and ε'_high (ring)
 * from where on it has strayed so far that what brings it back teaches. A masked decision's loss is 0.
 * Source: Yao et al. 2025 (Group-relative REINFORCE is secretly an off-policy algorithm), section 4.
 */
import type { Band } from './objective.ts'
import type { Mask } from './product.ts'

/** Masks what would stray further: w ≥ 0 where ρ > 1 + ε_high, and w < 0 where ρ < 1 - ε_low. PPO's gradient mask. */
export function oneSide(low: number, high: number = low): Mask {
  return bandMask([low, high], (weight, ratio) => (weight >= 0 ? ratio > 1 + high : ratio < 1 - low))
}

/** Masks all outside [1 - ε_low, 1 + ε_high]. */
export function twoSide(low: number, high: number = low): Mask {
  return bandMask([low, high], (_weight, ratio) => ratio < 1 - low || ratio > 1 + high)
}

/**
 * Masks all outside [1 - ε_low, 1 + ε_high] but what brings back what is far outside: w ≥ 0 where ρ < 1 - ε'_low, and w < 0
 * where ρ > 1 + ε'_high.
 *
 * Ranges: ε' at least ε; 0.2 and 0.4 in the source.
 */
export function ring(low: number, high: number, outerLow: number, outerHigh: number): Mask {
  return bandMask([low, high], (weight, ratio) => {
    const outside = ratio < 1 - low || ratio > 1 + high
    const bringsBack = weight >= 0 ? ratio < 1 - outerLow : ratio > 1 + outerHigh
    return outside && !bringsBack
  })
}

/** What is not a number is not masked, so that it is seen. */
function bandMask(band: Band, masked: (weight: number, ratio: number) => boolean): Mask {
  return {
    band,
    apply(_decision, weight, ratio, out) {
      if (!masked(weight, ratio)) return
      out[0] = 0
      out[1] = 0
    },
  }
}

/** A bonus for being undecided: `entropyBonus`. */
import type { Regulariser } from './regulariser.ts'

/** -c H(π). Source: Williams and Peng 1991; Mnih et al. 2016 (A3C), section 4. */
export function entropyBonus(coefficient: number): Regulariser {
  return {
    metric: 'entropy_loss',
    add({ entropy }, out) {
      out[0] -= coefficient * entropy
      out[2] -= coefficient
    },
  }
}

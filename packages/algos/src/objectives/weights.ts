/**
 * What a decision counts: `byAdvantage`, `tempered`, `exponential`.
 *
 * Symbols: A advantage.
 */
import { exp } from '@gauntlet/core'
import type { Weight } from './product.ts'

/** A. Source: Williams 1992, section 3. */
export const byAdvantage: Weight = (advantage) => advantage

/**
 * A / (1 + τ), the step of policy mirror descent with temperature τ.
 *
 * Ranges: τ at least 0; 1 in released code.
 * Source: Yao et al. 2025 (Group-relative REINFORCE is secretly an off-policy algorithm), on OPMD and AsymRE.
 */
export function tempered(tau: number): Weight {
  return (advantage) => advantage / (1 + tau)
}

/**
 * min(exp(A / b), cap): advantage-weighted regression, which never pushes an action down.
 *
 * Ranges: the temperature b above 0. Where a source has exp(β A), b is 1/β.
 * Source: Peng et al. 2019 (AWR), section 3; Nair et al. 2020 (AWAC), section 4; Kostrikov et al. 2022 (IQL),
 * equation 7, with cap 100 in its code.
 */
export function exponential(temperature: number, cap: number): Weight {
  return (advantage) => Math.min(exp(advantage / temperature), cap)
}

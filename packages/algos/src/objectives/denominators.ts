/**
 * What stands below π: `ownPolicy`, `oldPolicy`, `cappedRatio`.
 *
 * Symbols: π and π_old the probabilities of the action now and when it was taken; ρ = π/π_old; sg(x) is x, held constant.
 */
import { exp } from '@gauntlet/core'
import type { Decision } from './objective.ts'
import type { Denominator } from './product.ts'

function ratio({ logProbability, oldLogProbability }: Readonly<Decision>): number {
  return exp(logProbability - oldLogProbability)
}

/** π / sg(π): log π is raised, whoever acted. Source: Williams 1992, section 3. */
export const ownPolicy: Denominator = {
  ratio,
  surrogate({ logProbability }, _ratio, out) {
    out[0] = logProbability
    out[1] = 1
  },
}

/** π / π_old: ρ is raised. Source: Schulman et al. 2017 (PPO), equation 6. */
export const oldPolicy: Denominator = {
  ratio,
  surrogate(_decision, rho, out) {
    out[0] = rho
    out[1] = rho
  },
}

/**
 * sg(min(ρ, cap)) log π is raised: importance is bounded, and no decision loses its gradient.
 *
 * Source: MiniMax 2025 (MiniMax-M1), section 3.1 (CISPO), without a lower bound, as there in use.
 */
export function cappedRatio(cap: number): Denominator {
  return {
    ratio,
    surrogate({ logProbability }, rho, out) {
      const bounded = Math.min(rho, cap)
      out[0] = bounded * logProbability
      out[1] = bounded
    },
  }
}

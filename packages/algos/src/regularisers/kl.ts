/**
 * The divergence from another policy, estimated at the actions taken: `klPenalty`.
 *
 * Symbols: d = log π_other - log π.
 */
import { expm1 } from '@gauntlet/core'
import type { Regulariser } from './regulariser.ts'

/** -d, ½ d² and e^d - d - 1 in turn. */
export type KlEstimator = 'k1' | 'k2' | 'k3'

/** Each writes the estimate and its derivative by log π to `out` [2]. */
const ESTIMATORS: Readonly<Record<KlEstimator, (d: number, out: Float64Array) => void>> = {
  k1(d, out) {
    out[0] = -d
    out[1] = 1
  },
  k2(d, out) {
    out[0] = 0.5 * d * d
    out[1] = -d
  },
  k3(d, out) {
    const change = expm1(d)
    out[0] = change - d
    out[1] = -change
  },
}

/**
 * β k(d), of the policy that acted (`old`) or a reference policy.
 *
 * At actions drawn from π, k1 and k3 have KL(π, π_other) as their mean, k3 without ever being negative. The gradient of a
 * loss is another matter: that of k2 has the mean of KL(π, π_other)'s, that of k3 the mean of KL(π_other, π)'s, and that of
 * k1 the mean 0.
 * Source: Schulman 2020 (Approximating KL divergence); Shao et al. 2024 (GRPO), equation 4, for k3 in the loss.
 */
export function klPenalty(
  estimator: KlEstimator,
  other: 'reference' | 'old',
  coefficient: number,
): Regulariser {
  const estimate = ESTIMATORS[estimator]
  const found = new Float64Array(2)
  return {
    metric: 'kl_loss',
    add({ logProbability, oldLogProbability, referenceLogProbability }, out) {
      estimate((other === 'old' ? oldLogProbability : referenceLogProbability) - logProbability, found)
      out[0] += coefficient * found[0]
      out[1] += coefficient * found[1]
    },
  }
}

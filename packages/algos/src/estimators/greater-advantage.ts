/** The greater of two advantages, before the decision and after it: `greaterAdvantage`. */
import type { Estimator } from './estimator.ts'

/**
 * A_t = max(R_t - V(s_t), R_t - Vˣ(sˣ_t)), where an estimator before it gave R_t - V(s_t) and R_t, and sˣ_t is the state
 * after the decision and before chance acts.
 *
 * Logs `post_decision_fraction`: the share of decisions whose advantage is that of the post-decision state.
 * Source: Felizardo et al. 2025 (PDPPO), the dual critic.
 */
export function greaterAdvantage(): Estimator {
  return {
    estimate({ steps, rows, decided, advantages, returns, postValues }) {
      let decisions = 0
      let greater = 0
      for (let place = 0; place < steps * rows; place++) {
        if (decided[place] === 0) continue
        decisions++
        const after = returns[place] - postValues[place]
        if (after <= advantages[place]) continue
        advantages[place] = after
        greater++
      }
      return { post_decision_fraction: greater / Math.max(1, decisions) }
    },
  }
}

/** Discounted rewards to go: `monteCarlo`. */
import type { Estimator } from './estimator.ts'
import type { Rollout } from '../rollout.ts'

/**
 * G_t = r_t + γ (1 - ended_t) G_{t+1};  A_t = G_t.
 *
 * Rewards of waiting agents are credited to their last decision.
 * Source: Williams 1992, section 3.
 */
export function monteCarlo(): Estimator {
  return {
    estimate(rollout, discount) {
      for (let i = 0; i < rollout.rows; i++) estimateRow(rollout, i, discount)
      return {}
    },
  }
}

function estimateRow(rollout: Rollout, i: number, discount: number): void {
  const { rows, steps, decided, rewards, terminated, truncated } = rollout
  let toGo = 0
  let waited = 0
  for (let t = steps - 1; t >= 0; t--) {
    const place = t * rows + i
    if (terminated[place] === 1 || truncated[place] === 1) {
      toGo = 0
      waited = 0
    }
    waited += rewards[place]
    if (decided[place] === 0) continue
    toGo = waited + discount * toGo
    rollout.returns[place] = toGo
    rollout.advantages[place] = toGo
    waited = 0
  }
}

/** Discounted rewards to go of a task that is repeated: `taskReturns`. */
import type { Rollout } from '../rollout.ts'
import type { Estimator } from './estimator.ts'

/**
 * G_t = r_t + γ (1 - over_t) G_{t+1};  A_t = G_t - V(s_t). A task is over after every `repeats` steps of an episode, and with the episode:
 * what the next one pays is none of its credit.
 *
 * Source: Rentschler and Roberts 2025, arXiv 2508.01287, section 3: credit over the block in which a task is repeated.
 */
export function taskReturns(repeats: number): Estimator {
  return {
    estimate(rollout, discount) {
      for (let i = 0; i < rollout.rows; i++) estimateRow(rollout, i, repeats, discount)
      return {}
    },
  }
}

/** Of a row whose episodes begin where `begun` says. */
function estimateRow(rollout: Rollout, i: number, repeats: number, discount: number): void {
  const { rows, steps, begun, decided, rewards, values, advantages, returns } = rollout
  const ages = new Int32Array(steps + 1)
  for (let t = 1; t <= steps; t++) ages[t] = begun[t * rows + i] === 1 ? 0 : ages[t - 1] + 1
  let toGo = 0
  for (let t = steps - 1; t >= 0; t--) {
    const place = t * rows + i
    if (ages[t + 1] % repeats === 0) toGo = 0
    toGo = rewards[place] + discount * toGo
    if (decided[place] === 0) continue
    advantages[place] = toGo - values[place]
    returns[place] = toGo
  }
}

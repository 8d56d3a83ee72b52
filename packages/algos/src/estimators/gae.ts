/** Generalised advantage estimation: `gae`, `estimateRow`. */
import type { Estimator } from './estimator.ts'
import type { RewardColumns, Rollout } from '../rollout.ts'

/**
 * δ_t = r_t + γ (1 - terminated_t) V(s'_t) - V(s_t);  A_t = δ_t + γλ (1 - ended_t) A_{t+1};  returns A_t + V(s_t).
 *
 * s'_t is the true successor: the last observation of an episode that was cut off, not the first of the next.
 * The chain runs from decision to decision: what an agent is paid while it waits is credited to its last decision.
 * Source: Schulman et al. 2016, equations 11 to 16.
 */
export function gae(lambda: number): Estimator {
  return {
    estimate(rollout, discount) {
      for (let i = 0; i < rollout.rows; i++) estimateRow(rollout, rollout, i, discount, lambda)
      return {}
    },
  }
}

/** Of the rewards, or costs, of one agent, backwards along its decisions. */
export function estimateRow(
  { rows, steps, decided, terminated, truncated }: Rollout,
  { rewards, values, nextValues, advantages, returns }: RewardColumns,
  i: number,
  discount: number,
  lambda: number,
): void {
  let advantage = 0
  let next = nextValues[(steps - 1) * rows + i]
  let waited = 0
  let died = 0
  let cut = 0
  for (let t = steps - 1; t >= 0; t--) {
    const place = t * rows + i
    if (terminated[place] === 1 || truncated[place] === 1) {
      // What was paid before the next episode's first decision is no decision's.
      waited = 0
      died = terminated[place]
      cut = truncated[place]
    }
    waited += rewards[place]
    if (truncated[place] === 1) next = nextValues[place]
    if (decided[place] === 0) continue
    const delta = waited + (died === 1 ? 0 : discount * next) - values[place]
    advantage = delta + (died === 1 || cut === 1 ? 0 : discount * lambda * advantage)
    advantages[place] = advantage
    returns[place] = advantage + values[place]
    next = values[place]
    waited = 0
    died = 0
    cut = 0
  }
}

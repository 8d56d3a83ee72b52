/** Arms that climb and fall along four states: `ChainArms`, `drawChainArms`. */
import type { Stream } from '@gauntlet/core'

/** States of an arm, 0 to 3. */
export const STATES = 4

/** Arms that move one state up, with a probability that depends on what is done, and else one down. */
export interface ChainArms {
  readonly arms: number
  /** [arms, STATES]: what a state pays when it is entered */
  readonly rewards: Float64Array
  /** [arms]: probability to move up when not pulled, and when pulled */
  readonly idle: Float64Array
  readonly pulled: Float64Array
}

/**
 * SEQUOIA's arms: idle ~ U(0, 0.2), pulled ~ U(0.7, 0.9). The first `good` pay 0.2, 0.15, 0.1 and then 4, 5 or 6; the others
 * 0.1, 0.15, 0.2 and then 1, 2 or 3: whoever looks one step ahead prefers the wrong ones.
 * Source: SEQUOIA (arXiv 2503.01919); lily-x/combinatorial-rmab at commit 895a382, environment/base_envs.py.
 */
export function drawChainArms(stream: Stream, arms: number, good: number): ChainArms {
  const rewards = new Float64Array(arms * STATES)
  const idle = new Float64Array(arms)
  const pulled = new Float64Array(arms)
  for (let j = 0; j < arms; j++) {
    rewards.set(
      j < good ? [0.2, 0.15, 0.1, 4 + stream.integer(3)] : [0.1, 0.15, 0.2, 1 + stream.integer(3)],
      j * STATES,
    )
    idle[j] = 0.2 * stream.uniform()
    pulled[j] = 0.7 + 0.2 * stream.uniform()
  }
  return { arms, rewards, idle, pulled }
}

/** The state above and the state below; at either end an arm stays. */
export function above(state: number): number {
  return state === STATES - 1 ? state : state + 1
}

export function below(state: number): number {
  return state === 0 ? state : state - 1
}

/** What one agent decided and what came of it: `DecisionChain`. */
import type { Rollout } from '../rollout.ts'

/**
 * The decisions of one row of a rollout in order, each with what happened until the next. What an agent is paid while it
 * waits is its last decision's; what it is paid before the first of its episode is none's.
 */
export class DecisionChain {
  /** How many decisions the row has; only so many of the arrays' elements mean something. */
  count = 0
  /** Where in the rollout's columns they stand */
  readonly places: Int32Array
  readonly rewards: Float64Array
  /** 1 where the episode ended before the next decision, by itself or by being cut off */
  readonly ended: Uint8Array
  readonly terminated: Uint8Array
  /** V of the true successor: the next decision's, or that of what an episode was cut off at, or what follows the rollout */
  readonly nextValues: Float64Array
  private readonly rollout: Rollout

  constructor(rollout: Rollout) {
    const { steps } = rollout
    this.rollout = rollout
    this.places = new Int32Array(steps)
    this.rewards = new Float64Array(steps)
    this.ended = new Uint8Array(steps)
    this.terminated = new Uint8Array(steps)
    this.nextValues = new Float64Array(steps)
  }

  /** Reads row `i`, with `rewards` [T, n] in place of the rollout's own where they are given. */
  read(i: number, rewards: Float64Array = this.rollout.rewards): void {
    const { rows, steps, decided, terminated, truncated, values, nextValues } = this.rollout
    let k = -1
    for (let t = 0; t < steps; t++) {
      const place = t * rows + i
      if (decided[place] === 1) {
        if (k >= 0 && this.ended[k] === 0) this.nextValues[k] = values[place]
        this.begin(++k, place)
      }
      if (k < 0 || this.ended[k] === 1) continue
      this.rewards[k] += rewards[place]
      if (truncated[place] === 1) this.nextValues[k] = nextValues[place]
      this.terminated[k] = terminated[place]
      this.ended[k] = terminated[place] | truncated[place]
    }
    this.count = k + 1
    if (k >= 0 && this.ended[k] === 0) this.nextValues[k] = nextValues[(steps - 1) * rows + i]
  }

  private begin(k: number, place: number): void {
    this.places[k] = place
    this.rewards[k] = 0
    this.ended[k] = 0
    this.terminated[k] = 0
    this.nextValues[k] = 0
  }
}

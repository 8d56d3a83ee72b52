/** Rewards that an adapter pays in place of those beneath, and what they add up to: `OwnRewards`. */
import type { Environment } from '@gauntlet/core'

/** What of a world's rewards is part of its snapshot. */
interface SavedRewards {
  readonly rewards: Float32Array
  readonly totals: Float64Array
}

export class OwnRewards {
  /** [batch, width], as everywhere: of the last step, and of the episode that ended in it */
  readonly rewards: Float32Array
  readonly returns: Float64Array
  private readonly environment: Environment
  private readonly width: number
  /** [batch, width]: of the episode as it stands */
  private readonly totals: Float64Array

  /** `width`: agents × objectives, as they are seen. */
  constructor(environment: Environment, width: number) {
    this.environment = environment
    this.width = width
    this.rewards = new Float32Array(environment.batch * width)
    this.returns = new Float64Array(this.rewards.length)
    this.totals = new Float64Array(this.rewards.length)
  }

  /** Forgets the episode of a world. */
  begin(w: number): void {
    const { rewards, totals, width } = this
    rewards.fill(0, w * width, (w + 1) * width)
    totals.fill(0, w * width, (w + 1) * width)
  }

  /** Adds up what was written to a world's `rewards` in this step. */
  count(w: number): void {
    const { rewards, returns, totals, width, environment } = this
    for (let k = w * width; k < (w + 1) * width; k++) {
      totals[k] += rewards[k]
      if (environment.ended[w] === 0) continue
      returns[k] = totals[k]
      totals[k] = 0
    }
  }

  /** Of a world that has just ended, what it begins. */
  save(w: number): SavedRewards {
    const { rewards, totals, width, environment } = this
    const [from, to] = [w * width, (w + 1) * width]
    const live = environment.ended[w] === 0
    return {
      rewards: live ? rewards.slice(from, to) : new Float32Array(width),
      totals: totals.slice(from, to),
    }
  }

  load(w: number, saved: unknown): void {
    const { rewards, totals } = saved as SavedRewards
    this.rewards.set(rewards, w * this.width)
    this.totals.set(totals, w * this.width)
  }
}

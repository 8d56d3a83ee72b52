/** Random restarts of PIBT: `PlanRestarts`. */
import type { Stream } from '@gauntlet/core'
import type { PibtRollout } from './pibt-rollout.ts'
import { WindowPlan } from './window-plan.ts'

/**
 * Makes plans by PIBT from the first step on, at first in the order of priority and then in random ones, and keeps
 * the one that costs least. What large-neighbourhood search must be better than.
 */
export class PlanRestarts {
  private readonly rollout: PibtRollout
  private readonly trial: WindowPlan
  private readonly order: Int32Array

  constructor(plan: WindowPlan, rollout: PibtRollout) {
    this.rollout = rollout
    this.trial = new WindowPlan(plan.motion, plan.window, plan.agents)
    this.order = new Int32Array(plan.agents)
  }

  /**
   * Begins no more plans once an agent's candidates have been weighed `limit` times, and returns how often they were.
   *
   * Shapes: `order` [agents], the agent of highest priority first.
   */
  improve(plan: WindowPlan, order: Int32Array, limit: number, stream: Stream): number {
    const { rollout, trial } = this
    let choices = 0
    let least = plan.cost()
    trial.take(plan)
    this.order.set(order)
    while (choices < limit) {
      choices += rollout.extend(trial, 0, this.order, stream)
      const cost = trial.cost()
      if (cost < least) {
        least = cost
        plan.take(trial)
      }
      stream.shuffle(this.order)
    }
    return choices
  }
}

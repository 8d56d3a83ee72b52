/** PIBT step after step into the future: `PibtRollout`. */
import type { Stream } from '@gauntlet/core'
import type { Motion } from './motion.ts'
import { PibtStep } from './pibt-step.ts'
import { fallBack } from './plan-order.ts'
import type { WindowPlan } from './window-plan.ts'

/**
 * Continues plans by PIBT. Whoever has reached its goal falls behind all others and stays where nobody sends it away,
 * for what it will want next is not known.
 */
export class PibtRollout {
  private readonly step: PibtStep
  /** [states]: the way of those who want nothing */
  private readonly nowhere: Uint16Array
  private readonly order: Int32Array
  private readonly done: Uint8Array
  private readonly ways: Uint16Array[] = []

  constructor(motion: Motion, agents: number) {
    this.step = new PibtStep(motion, agents)
    this.nowhere = new Uint16Array(motion.states)
    this.order = new Int32Array(agents)
    this.done = new Uint8Array(agents)
  }

  /**
   * Fills the plan behind step `from`, and returns how often an agent's candidates were weighed.
   *
   * Shapes: `order` [agents], the agent of highest priority first.
   */
  extend(plan: WindowPlan, from: number, order: Int32Array, stream: Stream | undefined): number {
    const before = this.step.choices
    const { agents, states, window } = plan
    this.order.set(order)
    this.done.fill(0)
    for (let a = 0; a < agents; a++) this.ways[a] = plan.ways[a]
    for (let t = 0; t < window; t++) {
      if (t > 0) this.look(plan, t)
      if (t < from) continue
      const now = states.subarray(t * agents, (t + 1) * agents)
      this.step.plan(now, this.order, this.ways, stream, states.subarray((t + 1) * agents, (t + 2) * agents))
    }
    return this.step.choices - before
  }

  /** Those who have reached their goals at step `t` fall back. */
  private look(plan: WindowPlan, t: number): void {
    const { done, order } = this
    let arrivals = 0
    for (let a = 0; a < plan.agents; a++) {
      if (done[a] === 1 || plan.cellAt(t, a) !== plan.goals[a]) continue
      done[a] = 1
      this.ways[a] = this.nowhere
      arrivals++
    }
    if (arrivals > 0) fallBack(order, done)
  }
}

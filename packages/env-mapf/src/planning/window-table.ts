/** Who is where in a plan: `WindowTable`. */

import type { WindowPlan } from './window-plan.ts'

/** For each step of a window and each cell the agent that a plan has there. */
export class WindowTable {
  private readonly cells: number
  /** [window + 1, cells]: the agent plus 1, or 0 */
  private readonly taken: Int32Array

  constructor(window: number, cells: number) {
    this.cells = cells
    this.taken = new Int32Array((window + 1) * cells)
  }

  /** The agent that is in a cell at step `t`, or -1. */
  agentAt(t: number, cell: number): number {
    return this.taken[t * this.cells + cell] - 1
  }

  /** Agent `a` goes as the plan has it. */
  enter(plan: WindowPlan, a: number): void {
    for (let t = 0; t <= plan.window; t++) this.taken[t * this.cells + plan.cellAt(t, a)] = a + 1
  }

  /** Agent `a` goes nowhere. */
  leave(plan: WindowPlan, a: number): void {
    for (let t = 0; t <= plan.window; t++) this.taken[t * this.cells + plan.cellAt(t, a)] = 0
  }

  /**
   * Whether nobody is in the way of an agent that goes from one cell to another, or stays, between steps t and t + 1.
   */
  isFree(t: number, from: number, to: number): boolean {
    const { cells, taken } = this
    if (taken[(t + 1) * cells + to] !== 0) return false
    const other = taken[t * cells + to]
    return other === 0 || taken[(t + 1) * cells + from] !== other
  }
}

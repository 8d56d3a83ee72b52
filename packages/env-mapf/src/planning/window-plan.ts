/** A plan for all agents and a window of time: `WindowPlan`. */
import type { Motion } from './motion.ts'
import type { Task } from './planner.ts'

/** Where every agent is in each step of a window, what it wants, and what the plan costs it. */
export class WindowPlan {
  readonly motion: Motion
  readonly window: number
  readonly agents: number
  /** [window + 1, agents] */
  readonly states: Int32Array
  /** [agents] */
  goals: Int32Array = new Int32Array(0)
  /** [agents, states]: actions from each state to the agent's goal */
  ways: readonly Uint16Array[] = []

  constructor(motion: Motion, window: number, agents: number) {
    this.motion = motion
    this.window = window
    this.agents = agents
    this.states = new Int32Array((window + 1) * agents)
  }

  /** Takes over where agents are and what they want. */
  open({ ways, states, goals }: Task): void {
    this.goals = goals.slice()
    this.ways = Array.from(goals, (goal) => ways.to(goal))
    this.states.set(states)
  }

  /**
   * Moves on to the step in which agents are in these states. Returns how many steps are left; 0 where there is none.
   */
  moveOn(now: Int32Array): number {
    const { agents, states, window } = this
    for (let t = 1; t <= window; t++) {
      if (!now.every((state, a) => states[t * agents + a] === state)) continue
      states.copyWithin(0, t * agents)
      return window - t
    }
    return 0
  }

  /** Becomes a copy of another of the same size. */
  take({ states, goals, ways }: WindowPlan): void {
    this.states.set(states)
    this.goals = goals
    this.ways = ways
  }

  /** The cell of agent `a` at step `t`. */
  cellAt(t: number, a: number): number {
    return this.motion.cellOf[this.states[t * this.agents + a]]
  }

  /**
   * The step after which the agent stands on its goal for the first time; or the window and what is left of its way.
   */
  costOf(a: number): number {
    for (let t = 1; t <= this.window; t++) if (this.cellAt(t, a) === this.goals[a]) return t
    return this.window + this.ways[a][this.states[this.window * this.agents + a]]
  }

  /** What its plan would cost agent `a` if nobody were in its way. */
  leastCost(a: number): number {
    return Math.max(1, this.ways[a][this.states[a]])
  }

  /** The sum over agents. */
  cost(): number {
    let sum = 0
    for (let a = 0; a < this.agents; a++) sum += this.costOf(a)
    return sum
  }
}

/** The best way of one agent through a window of time: `WindowSearch`. */
import type { Motion } from './motion.ts'
import type { WindowPlan } from './window-plan.ts'
import type { WindowTable } from './window-table.ts'

/** No way was found. */
export const NO_PLAN = -1
/** Searches after which their numbers begin again. */
const MOST_SEARCHES = 2147483647
/**
 * What an action can add to f at most: itself, and five to come back where an agent turns twice, goes and turns
 * twice.
 */
const STEEPEST = 6
const NOBODY = -1

/**
 * A* through space and time for one agent, among others whose plans are fixed.
 *
 * What is minimised is the step in which the agent reaches its goal, or where the window ends first, the window and
 * the distance that is left. After its goal an agent may go anywhere: what it will want is not known.
 * Nodes are (state, t, whether the goal was reached). As distances are exact, f never falls on the way from a node to
 * the next, and no node is ever found again with a lower f: each is made once, and kept in a bucket for its f, the
 * latest first.
 * Symbols: f the cost of the best plan through a node if nobody were in its way; t its step.
 * Source: Silver 2005, "Cooperative pathfinding", windowed; Jiang et al. 2024, section 4, where the window ends.
 */
export class WindowSearch {
  /** Nodes expanded so far. */
  expansions = 0
  private readonly motion: Motion
  private readonly window: number
  /** Cells of the square to which an agent can get within the window, in a row; its upper left corner. */
  private readonly side: number
  private top = 0
  private left = 0
  private readonly rowOf: Int32Array
  private readonly columnOf: Int32Array
  /** [(window + 1) · side² · facings · 2]: the search in which the node was made last */
  private readonly made: Int32Array
  private search = 0
  /**
   * Of each node in the order in which they were made: state, step, whether the goal was reached, the one before, the
   * next in its bucket.
   */
  private readonly states: Int32Array
  private readonly steps: Int32Array
  private readonly reached: Uint8Array
  private readonly parents: Int32Array
  private readonly next: Int32Array
  private nodes = 0
  /** [f - f of the start]: the latest node of each bucket */
  private readonly buckets: Int32Array
  private readonly order: Int32Array

  constructor(motion: Motion, window: number) {
    const { map, facings, actions, wait } = motion
    const { rows, columns } = map
    this.motion = motion
    this.window = window
    this.side = 2 * window + 1
    this.rowOf = Int32Array.from({ length: rows * columns }, (_, cell) => Math.floor(cell / columns))
    this.columnOf = Int32Array.from({ length: rows * columns }, (_, cell) => cell % columns)
    const square = this.side * this.side
    this.made = new Int32Array((window + 1) * square * facings * 2)
    const most = (window + 1) * Math.min(square, rows * columns) * facings * 2
    this.states = new Int32Array(most)
    this.steps = new Int32Array(most)
    this.reached = new Uint8Array(most)
    this.parents = new Int32Array(most)
    this.next = new Int32Array(most)
    this.buckets = new Int32Array(STEEPEST * window + 1)
    // The latest node of a bucket is taken first: of nodes that are alike the one that waits.
    this.order = Int32Array.from({ length: actions }, (_, k) => (wait + 1 + k) % actions)
  }

  /**
   * Finds a plan of at most a given cost for agent `a`, from where it is on, and writes it into `plan`.
   *
   * Returns the cost, or `NO_PLAN` where there is none, or more than `limit` nodes would have to be expanded to find
   * it.
   */
  find(plan: WindowPlan, a: number, table: WindowTable, most: number, limit: number): number {
    const { motion, window, buckets, states, steps, reached, next, order } = this
    const { actions, successors, cellOf } = motion
    const way = plan.ways[a]
    const goal = plan.goals[a]
    const least = way[plan.states[a]]
    const until = this.expansions + limit
    const last = Math.min(most - least, buckets.length - 1)
    if (last >= 0) this.begin(plan.states[a], last)
    for (let f = 0; f <= last;) {
      const node = buckets[f]
      if (node === NOBODY) {
        f++
        continue
      }
      const t = steps[node]
      if (t === window) {
        this.write(node, plan, a)
        return least + f
      }
      if (this.expansions >= until) return NO_PLAN
      this.expansions++
      buckets[f] = next[node]
      const state = states[node]
      for (let k = 0; k < actions; k++) {
        const to = successors[state * actions + order[k]]
        if (to < 0 || !table.isFree(t, cellOf[state], cellOf[to])) continue
        const done = reached[node] === 1 || cellOf[to] === goal ? 1 : 0
        const cost = reached[node] === 1 ? f : t + 1 + way[to] - least
        if (cost <= last) this.make(to, t + 1, done, node, cost)
      }
    }
    return NO_PLAN
  }

  /** Nothing is left of the search before; f goes up to `last` above that of the start. */
  private begin(start: number, last: number): void {
    const cell = this.motion.cellOf[start]
    this.buckets.fill(NOBODY, 0, last + 1)
    if (++this.search > MOST_SEARCHES) {
      this.made.fill(0)
      this.search = 1
    }
    this.nodes = 0
    this.top = this.rowOf[cell] - this.window
    this.left = this.columnOf[cell] - this.window
    this.make(start, 0, 0, NOBODY, 0)
  }

  /** Makes a node, unless it has been made. */
  private make(state: number, t: number, done: number, parent: number, f: number): void {
    const { motion, side, made } = this
    const { facings } = motion
    const cell = motion.cellOf[state]
    const place = (t * side + this.rowOf[cell] - this.top) * side + this.columnOf[cell] - this.left
    const key = (place * facings + (state % facings)) * 2 + done
    if (made[key] === this.search) return
    made[key] = this.search
    const node = this.nodes++
    this.states[node] = state
    this.steps[node] = t
    this.reached[node] = done
    this.parents[node] = parent
    this.next[node] = this.buckets[f]
    this.buckets[f] = node
  }

  private write(end: number, plan: WindowPlan, a: number): void {
    for (let node = end; node !== NOBODY; node = this.parents[node]) {
      plan.states[this.steps[node] * plan.agents + a] = this.states[node]
    }
  }
}

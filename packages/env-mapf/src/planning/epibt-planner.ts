/** PIBT with operations of several actions: `epibtPlanner`. */
import type { Stream } from '@gauntlet/core'
import { Operations } from './operations.ts'
import { newcomersOf } from './plan-order.ts'
import type { Planner, Task, TimedStates } from './planner.ts'
import { WindowPlan } from './window-plan.ts'
import { WindowTable } from './window-table.ts'

/** What EPIBT leaves open. */
export interface EpibtConfiguration {
  /** Actions of an operation. */
  readonly actions: number
  /** How often an agent chooses for one plan at most. */
  readonly visits: number
}

/** Above the number of operations, 5⁵, and the sum of excesses. */
const MOST = 4096
const NOBODY = -1
const SEVERAL = -2
/** So many agents may wait for one another to make way. */
const DEEPEST = 1000

/**
 * PIBT whose agents choose among operations of several actions, to be carried out as far as the caller likes.
 *
 * In the order of their priority agents take the operation over which their way is shortest. Where one other agent is
 * in its way, of lower priority than the first in the chain, that one must find another operation, and whom it meets
 * in turn; where that fails, or several are in the way, the next best is tried. Until they choose, and where they
 * find nothing, agents go on with what is left of their last operation, and wait at its end. Of operations over which
 * the way is as long, that which is nearer sooner comes first, then any.
 * Source: Yukhnevich and Andreychuk 2025, "Enhancing PIBT via multi-action operations", arXiv 2511.09193: EPIBT with
 * revisiting and inherited operations, without graph guidance.
 */
export function epibtPlanner(choices: EpibtConfiguration): Planner {
  let crowd: Crowd | undefined
  let operations: Operations | undefined
  return {
    begin() {
      crowd = undefined
    },
    plan(task, stream) {
      const { motion } = task.ways
      if (crowd?.plan.motion !== motion || crowd.plan.agents !== task.states.length) {
        if (operations?.motion !== motion) operations = new Operations(motion, choices.actions)
        crowd = new Crowd(operations, task.states.length, choices)
        stream?.shuffle(crowd.order)
      }
      return crowd.choose(task, stream)
    },
  }
}

/** Agents on one map and their operations, which are never in conflict. */
class Crowd {
  readonly plan: WindowPlan
  /** [agents]: the agent of highest priority first */
  readonly order: Int32Array
  private readonly visitsAtMost: number
  private readonly operations: Operations
  private readonly table: WindowTable
  /** [agents]: the place of each in the order */
  private readonly places: Int32Array
  /** [agents]: how often each has chosen; whether it has what it chose, or waits for whom it asked */
  private readonly visits: Int32Array
  private readonly settled: Uint8Array
  /** [agents]: the operations of each, the best first, as MOST · how much is to be said against it + its number */
  private readonly ranked: Float64Array[] = []
  /** [agents, window]: what each goes on with where it finds nothing */
  private readonly former: Int32Array
  private root = 0

  constructor(operations: Operations, agents: number, { actions, visits }: EpibtConfiguration) {
    const { motion } = operations
    this.plan = new WindowPlan(motion, actions, agents)
    this.order = Int32Array.from({ length: agents }, (_, a) => a)
    this.visitsAtMost = visits
    this.operations = operations
    this.table = new WindowTable(actions, motion.map.rows * motion.map.columns)
    this.places = new Int32Array(agents)
    this.visits = new Int32Array(agents)
    this.settled = new Uint8Array(agents)
    this.former = new Int32Array(agents * actions)
  }

  choose(task: Task, stream: Stream | undefined): TimedStates {
    const { plan, order, table, places, visits, settled } = this
    this.inherit(task)
    for (let k = 0; k < order.length; k++) {
      places[order[k]] = k
      table.enter(plan, k)
      this.ranked[k] = this.rank(k, stream)
    }
    visits.fill(0)
    settled.fill(0)
    for (const a of order) {
      if (visits[a] > 0) continue
      this.root = places[a]
      table.leave(plan, a)
      if (!this.find(a, 0)) table.enter(plan, a)
    }
    for (let a = 0; a < order.length; a++) table.leave(plan, a)
    return plan.states.slice()
  }

  /** What is left of the operations, and waiting. */
  private inherit(task: Task): void {
    const { plan, order } = this
    const { agents, states, window } = plan
    newcomersOf(plan, task, order)
    const kept = plan.moveOn(task.states)
    plan.open(task)
    for (let t = kept; t < window; t++) states.copyWithin((t + 1) * agents, t * agents, (t + 1) * agents)
  }

  /** Seeks an operation for an agent that is not in the table, and for whoever is in its way. Whether there was one. */
  private find(a: number, depth: number): boolean {
    const { plan, table, visits, settled, ranked, places } = this
    visits[a]++
    settled[a] = 1
    this.keep(a)
    for (const rank of ranked[a]) {
      this.take(a, rank % MOST)
      const other = this.inTheWayOf(a)
      if (other === NOBODY) {
        table.enter(plan, a)
        return true
      }
      if (other === SEVERAL || settled[other] === 1 || places[other] < this.root) continue
      if (visits[other] >= this.visitsAtMost || depth === DEEPEST) continue
      table.leave(plan, other)
      table.enter(plan, a)
      if (this.find(other, depth + 1)) return true
      table.leave(plan, a)
      table.enter(plan, other)
    }
    this.restore(a)
    settled[a] = 0
    return false
  }

  private keep(a: number): void {
    const { agents, states, window } = this.plan
    for (let t = 1; t <= window; t++) this.former[a * window + t - 1] = states[t * agents + a]
  }

  private restore(a: number): void {
    const { agents, states, window } = this.plan
    for (let t = 1; t <= window; t++) states[t * agents + a] = this.former[a * window + t - 1]
  }

  /** Writes an operation into the plan. */
  private take(a: number, operation: number): void {
    const { agents, states, window } = this.plan
    const path = this.operations.from(states[a])
    for (let t = 1; t <= window; t++) states[t * agents + a] = path[operation * window + t - 1]
  }

  /** The agent that is in the way of what the plan has agent `a` do; or `NOBODY`, or `SEVERAL`. */
  private inTheWayOf(a: number): number {
    const { plan, table } = this
    let found = NOBODY
    for (let t = 0; t < plan.window; t++) {
      const from = plan.cellAt(t, a)
      const to = plan.cellAt(t + 1, a)
      const there = table.agentAt(t + 1, to)
      const coming = table.agentAt(t, to)
      for (const other of [there, coming >= 0 && coming === table.agentAt(t + 1, from) ? coming : NOBODY]) {
        if (other === NOBODY || other === found) continue
        if (found !== NOBODY) return SEVERAL
        found = other
      }
    }
    return found
  }

  /** The operations of an agent, the best first. */
  private rank(a: number, stream: Stream | undefined): Float64Array {
    const { window, ways, goals, states, motion } = this.plan
    const path = this.operations.from(states[a])
    const way = ways[a]
    const ranked = new Float64Array(path.length / window)
    const first = stream === undefined ? 0 : stream.integer(ranked.length)
    for (let k = 0; k < ranked.length; k++) {
      // The way over it and, after each action, the way from the beginning, less what they are at best.
      let excess = 0
      let excesses = 0
      for (let t = 1; t <= window; t++) {
        const state = path[k * window + t - 1]
        excess = t + way[state] - way[states[a]]
        excesses += excess
        if (motion.cellOf[state] === goals[a]) break
      }
      const lot = (k + first) % ranked.length
      ranked[k] = ((excess * MOST + excesses) * MOST + lot) * MOST + k
    }
    return ranked.sort()
  }
}

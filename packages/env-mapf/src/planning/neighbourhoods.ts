/** Whom large-neighbourhood search plans anew together: `Neighbourhoods`. */
import type { Stream } from '@gauntlet/core'
import type { WindowPlan } from './window-plan.ts'
import type { WindowTable } from './window-table.ts'

/** Walks that are taken to find those in somebody's way. */
const WALKS = 10
/** How much of a kind's weight is what it gained last. */
const REACTION = 0.01
/** No kind's weight falls below this. */
const FLOOR = 0.01

/**
 * Groups of agents of three kinds, the more often the more replanning such groups has gained of late: those in the
 * way of an agent that is delayed, those around a cell of somebody's plan, and any.
 * Source: Li et al. 2021, "Anytime multi-agent path finding via large neighborhood search", section 4: agent-based,
 * map-based and random neighbourhoods, chosen by adaptive LNS. Differs: the second looks for agents that are near at
 * one time, as a window is short.
 */
export class Neighbourhoods {
  /** [size, or agents]: the group chosen last */
  readonly group: Int32Array
  private count = 0
  private readonly weights: Float64Array = Float64Array.of(1, 1, 1)
  private kind = 0
  /** [agents]: 1 for the delayed whose turn has been */
  private readonly served: Uint8Array
  private readonly member: Uint8Array
  /** [cells]: the search in which each was seen last */
  private readonly seen: Int32Array
  private readonly queue: Int32Array
  private searches = 0

  constructor(agents: number, cells: number, size: number) {
    this.group = new Int32Array(Math.min(size, agents))
    this.served = new Uint8Array(agents)
    this.member = new Uint8Array(agents)
    this.seen = new Int32Array(cells)
    this.queue = new Int32Array(cells)
  }

  /** Whether groups have gained anything is forgotten. */
  forget(): void {
    this.weights.fill(1)
    this.seen.fill(0)
    this.searches = 0
  }

  /** A plan is to be improved. */
  begin(): void {
    this.served.fill(0)
  }

  /** Chooses a group. Shapes: `costs` [agents]. */
  choose(plan: WindowPlan, table: WindowTable, costs: Int32Array, stream: Stream): void {
    const { weights, group, member } = this
    this.count = 0
    const lot = stream.uniform() * (weights[0] + weights[1] + weights[2])
    this.kind = lot < weights[0] ? 0 : lot < weights[0] + weights[1] ? 1 : 2
    if (this.kind === 0) this.inTheWay(plan, table, costs, stream)
    if (this.kind === 1) this.around(plan, table, stream)
    while (this.count < group.length) this.add(stream.integer(plan.agents))
    for (const a of group) member[a] = 0
    stream.shuffle(group)
  }

  /** What came of the group chosen last: by how much its plans became cheaper. */
  learn(gain: number): void {
    const { weights, kind } = this
    weights[kind] = Math.max(FLOOR, (1 - REACTION) * weights[kind] + REACTION * gain)
  }

  private add(a: number): void {
    if (this.member[a] === 1 || this.count === this.group.length) return
    this.member[a] = 1
    this.group[this.count++] = a
  }

  /**
   * The most delayed whose turn has not been, and those whom it meets where it takes ways on which it would be less
   * delayed.
   */
  private inTheWay(plan: WindowPlan, table: WindowTable, costs: Int32Array, stream: Stream): void {
    const a = this.mostDelayed(plan, costs, stream)
    this.add(a)
    for (let k = 0; k < WALKS && this.count < this.group.length; k++) {
      this.walk(plan, table, costs[a], a, k === 0 ? 0 : stream.integer(plan.window), stream)
    }
  }

  /** Of those whose turn has not been; anybody where it has been everybody's. */
  private mostDelayed(plan: WindowPlan, costs: Int32Array, stream: Stream): number {
    const { served } = this
    let most = -1
    let delay = 0
    for (let a = 0; a < plan.agents; a++) {
      const own = costs[a] - plan.leastCost(a)
      if (served[a] === 1 || own <= delay) continue
      delay = own
      most = a
    }
    if (most < 0) {
      served.fill(0)
      return stream.integer(plan.agents)
    }
    served[most] = 1
    return most
  }

  /** Takes random actions from step `from` of an agent's plan on, as long as they lead on a way that costs less. */
  private walk(
    plan: WindowPlan,
    table: WindowTable,
    cost: number,
    a: number,
    from: number,
    stream: Stream,
  ): void {
    const { motion, window, agents, states, ways } = plan
    const { actions, successors, cellOf } = motion
    let state = states[from * agents + a]
    for (let t = from; t < window; t++) {
      const offset = stream.integer(actions)
      let next = -1
      for (let k = 0; k < actions && next < 0; k++) {
        const to = successors[state * actions + ((offset + k) % actions)]
        if (to >= 0 && t + 1 + ways[a][to] < cost) next = to
      }
      if (next < 0) return
      this.addAt(table, t + 1, cellOf[next])
      // Whoever comes the other way, too: in the next cell before, in this one after.
      const other = table.agentAt(t, cellOf[next])
      if (other >= 0 && table.agentAt(t + 1, cellOf[state]) === other) this.add(other)
      state = next
    }
  }

  private addAt(table: WindowTable, t: number, cell: number): void {
    const other = table.agentAt(t, cell)
    if (other >= 0) this.add(other)
  }

  /** Those nearest to where a random agent is at a random time. */
  private around(plan: WindowPlan, table: WindowTable, stream: Stream): void {
    const { seen, queue } = this
    const { actions, successors, facings, cellOf } = plan.motion
    const t = 1 + stream.integer(plan.window)
    const search = ++this.searches
    queue[0] = plan.cellAt(t, stream.integer(plan.agents))
    seen[queue[0]] = search
    let tail = 1
    for (let head = 0; head < tail && this.count < this.group.length; head++) {
      const cell = queue[head]
      this.addAt(table, t, cell)
      for (let k = cell * facings * actions; k < (cell + 1) * facings * actions; k++) {
        if (successors[k] < 0) continue
        const next = cellOf[successors[k]]
        if (seen[next] === search) continue
        seen[next] = search
        queue[tail++] = next
      }
    }
  }
}

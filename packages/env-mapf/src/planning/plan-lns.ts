/** Large-neighbourhood search on the plans of a window: `PlanLns`. */
import type { Stream } from '@gauntlet/core'
import type { Motion } from './motion.ts'
import { Neighbourhoods } from './neighbourhoods.ts'
import type { WindowPlan } from './window-plan.ts'
import { NO_PLAN, WindowSearch } from './window-search.ts'
import { WindowTable } from './window-table.ts'

/** Agents that are planned anew together. */
const GROUP = 8

/**
 * Improves a plan: again and again a few agents forget theirs and plan anew, one after the other in random order,
 * around all others; what they find is kept where it costs no more.
 * Symbols: `costs[a]` see `WindowPlan.costOf`.
 * Source: Li et al. 2021, "Anytime multi-agent path finding via large neighborhood search", MAPF-LNS with prioritised
 * planning; in windows Jiang et al. 2024, "Scaling lifelong multi-agent path finding to more realistic settings",
 * WPPL.
 */
export class PlanLns {
  private readonly table: WindowTable
  private readonly search: WindowSearch
  private readonly neighbourhoods: Neighbourhoods
  private readonly costs: Int32Array
  /** [window + 1, GROUP]: plans that may have to be put back */
  private readonly former: Int32Array
  private readonly single: Int32Array = new Int32Array(1)

  constructor(motion: Motion, window: number, agents: number) {
    const cells = motion.map.rows * motion.map.columns
    this.table = new WindowTable(window, cells)
    this.search = new WindowSearch(motion, window)
    this.neighbourhoods = new Neighbourhoods(agents, cells, GROUP)
    this.costs = new Int32Array(agents)
    this.former = new Int32Array((window + 1) * GROUP)
  }

  /** An episode begins: which neighbourhoods have paid is forgotten. */
  begin(): void {
    this.neighbourhoods.forget()
  }

  /** Lets some agents plan anew, each by itself. Expands at most `limit` nodes, and returns how many. */
  admit(plan: WindowPlan, newcomers: readonly number[], limit: number): number {
    const { search, single } = this
    const before = search.expansions
    this.open(plan)
    for (const a of newcomers) {
      single[0] = a
      this.replan(plan, single, before + limit)
    }
    this.close(plan)
    return search.expansions - before
  }

  /** Improves the plan. Expands at most `limit` nodes, and returns how many. */
  improve(plan: WindowPlan, limit: number, stream: Stream): number {
    const { costs, search, table, neighbourhoods } = this
    const before = search.expansions
    this.open(plan)
    neighbourhoods.begin()
    while (search.expansions < before + limit && this.isDelayed(plan)) {
      neighbourhoods.choose(plan, table, costs, stream)
      neighbourhoods.learn(this.replan(plan, neighbourhoods.group, before + limit))
    }
    this.close(plan)
    return search.expansions - before
  }

  private open(plan: WindowPlan): void {
    for (let a = 0; a < plan.agents; a++) {
      this.costs[a] = plan.costOf(a)
      this.table.enter(plan, a)
    }
  }

  private close(plan: WindowPlan): void {
    for (let a = 0; a < plan.agents; a++) this.table.leave(plan, a)
  }

  /** Plans anew for a group, one after the other. Returns by how much it became cheaper; 0 where it did not. */
  private replan(plan: WindowPlan, group: Int32Array, until: number): number {
    const { costs, search, table, former } = this
    const { agents, states, window } = plan
    let old = 0
    let least = 0
    for (let k = 0; k < group.length; k++) {
      const a = group[k]
      old += costs[a]
      least += plan.leastCost(a)
      for (let t = 0; t <= window; t++) former[t * GROUP + k] = states[t * agents + a]
      table.leave(plan, a)
    }
    let sum = 0
    for (let k = 0; k < group.length; k++) {
      const a = group[k]
      least -= plan.leastCost(a)
      const most = old - sum - least
      const cost = search.find(plan, a, table, most, until - search.expansions)
      if (cost === NO_PLAN) {
        this.restore(plan, group, k)
        return 0
      }
      sum += cost
      table.enter(plan, a)
    }
    for (const a of group) costs[a] = plan.costOf(a)
    return old - sum
  }

  /** Puts the former plans of a group back, of which the first `replanned` have new ones. */
  private restore(plan: WindowPlan, group: Int32Array, replanned: number): void {
    const { table, former } = this
    for (let k = 0; k < replanned; k++) table.leave(plan, group[k])
    for (let k = 0; k < group.length; k++) {
      for (let t = 0; t <= plan.window; t++) {
        plan.states[t * plan.agents + group[k]] = former[t * GROUP + k]
      }
      table.enter(plan, group[k])
    }
  }

  /** Whether anybody takes longer than if it were alone. */
  private isDelayed(plan: WindowPlan): boolean {
    for (let a = 0; a < plan.agents; a++) if (this.costs[a] > plan.leastCost(a)) return true
    return false
  }
}

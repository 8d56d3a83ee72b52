/** Large-neighbourhood search over a plan: `Refinement`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'
import { Neighbourhood } from './neighbourhood.ts'
import { Stays } from './stays.ts'
import { WaySearch } from './way-search.ts'

/** Steps that a way may take longer than the shortest and all of the plan after one another. */
const DETOUR = 16

/**
 * Makes a plan better: a few agents at a time are taken out of it and planned anew, one after the other in random order
 * and around all others; where their costs together are no greater than before, that is the plan from there on.
 *
 * The cost of an agent is the step at which it arrives for good, so that this is the sum of costs of the benchmarks.
 * Source: Li et al. 2021, "Anytime multi-agent path finding via large neighborhood search" (IJCAI); used on plans of
 * LaCAM* by Okumura 2024, "Engineering LaCAM*" (AAMAS). Differs: an agent's search ends as soon as those yet
 * to be planned could not make up for it even on shortest ways.
 */
export class Refinement {
  private readonly starts: Int32Array
  private readonly goals: Int32Array
  private readonly stream: Stream
  private readonly stays: Stays
  private readonly search: WaySearch
  private readonly neighbourhood: Neighbourhood
  /** [agents]: the cell of every step up to the arrival, and the least number of steps */
  private readonly ways: Int32Array[] = []
  private readonly distances: Int32Array
  readonly agents: number
  /** What the plan would cost were nobody in anybody's way. */
  readonly leastCost: number
  /** Steps that all ways together are longer than that. */
  private delay = Infinity
  /** [agents]: ways that are being replaced */
  private readonly former: Int32Array[] = []

  /**
   * Shapes: `starts` [agents], cells of the frame.
   *
   * @param worlds one world; only its goals count
   * @param tables opened for it
   */
  constructor(worlds: GridWorlds, tables: DistanceTables, starts: Int32Array, stream: Stream) {
    const { agents, cells, goals } = worlds
    this.agents = agents
    this.starts = starts
    this.goals = goals
    this.stream = stream
    this.stays = new Stays(agents, cells)
    this.search = new WaySearch(worlds, tables, this.stays, stream)
    this.neighbourhood = new Neighbourhood(worlds, tables, this.stays, stream)
    this.distances = starts.map((cell, a) => tables.distance(goals[a], cell))
    this.leastCost = this.distances.reduce((sum, distance) => sum + distance, 0)
  }

  /** Nodes expanded so far by searches for single agents. */
  get expansions(): number {
    return this.search.expansions
  }

  /** The sum of costs; infinite while there is no plan. */
  get cost(): number {
    return this.leastCost + this.delay
  }

  /** [steps + 1, agents] cells */
  get plan(): Int32Array {
    const agents = this.ways.length
    const length = this.ways.reduce((most, way) => Math.max(most, way.length), 0)
    const plan = new Int32Array(length * agents)
    for (let a = 0; a < agents; a++) {
      const way = this.ways[a]
      for (let t = 0; t < length; t++) plan[t * agents + a] = way[Math.min(t, way.length - 1)]
    }
    return plan
  }

  /** Goes on from another plan, [steps + 1, agents] cells, where that costs less. */
  takeOver(plan: Int32Array): void {
    const { agents, goals } = this
    let cost = 0
    for (let a = 0; a < agents; a++) cost += arrivalOf(plan, agents, a, goals[a])
    if (cost >= this.cost) return
    for (let a = 0; a < agents; a++) this.stays.remove(a)
    for (let a = 0; a < agents; a++) this.follow(a, plan)
    this.delay = cost - this.leastCost
  }

  /**
   * Begins with a plan some of whose agents have other goals by now: those are planned anew, one after the other around
   * all others. Gives false where one of them finds no way; then this is of no more use.
   */
  resume(plan: Int32Array): boolean {
    const { agents, goals, starts, distances, ways } = this
    const last = plan.length - agents
    for (let a = 0; a < agents; a++) if (plan[last + a] === goals[a]) this.follow(a, plan)
    for (let a = 0; a < agents; a++) {
      if (plan[last + a] === goals[a]) continue
      const most = distances[a] + last / agents + DETOUR
      const way = this.search.find(starts[a], goals[a], distances[a], most)
      if (way === undefined) return false
      ways[a] = way
      this.stays.add(a, way)
    }
    this.delay = ways.reduce((sum, way) => sum + way.length - 1, -this.leastCost)
    return true
  }

  /** Lets an agent go as in a plan. */
  private follow(a: number, plan: Int32Array): void {
    const { agents, goals } = this
    const length = arrivalOf(plan, agents, a, goals[a]) + 1
    this.ways[a] = Int32Array.from({ length }, (_, t) => plan[t * agents + a])
    this.stays.add(a, this.ways[a])
  }

  /** Refines until so many expansions are made in all, or all ways are as short as can be. */
  run(limit: number): void {
    while (this.delay > 0 && this.expansions < limit) {
      this.neighbourhood.choose(this.ways, this.distances, this.delay)
      this.replan(this.neighbourhood.agents, this.neighbourhood.size)
    }
  }

  /** Plans the first `size` of the agents anew, or leaves all as it was. */
  private replan(agents: Int32Array, size: number): void {
    const { ways, stays, starts, goals, distances, former } = this
    this.stream.shuffle(agents, 0, size)
    let spare = 0
    for (let k = 0; k < size; k++) {
      spare += ways[agents[k]].length - 1 - distances[agents[k]]
      stays.remove(agents[k])
    }
    let planned = 0
    for (let rest = spare; planned < size; planned++) {
      const a = agents[planned]
      const way = this.search.find(starts[a], goals[a], distances[a], distances[a] + rest)
      if (way === undefined) break
      rest -= way.length - 1 - distances[a]
      former[planned] = ways[a]
      ways[a] = way
      stays.add(a, way)
      if (planned === size - 1) this.delay -= rest
    }
    if (planned === size) return
    for (let k = 0; k < planned; k++) {
      stays.remove(agents[k])
      ways[agents[k]] = former[k]
    }
    for (let k = 0; k < size; k++) stays.add(agents[k], ways[agents[k]])
  }
}

/** The step from which on an agent stays on its goal. */
function arrivalOf(plan: Int32Array, agents: number, a: number, goal: number): number {
  let step = plan.length / agents - 1
  while (step > 0 && plan[(step - 1) * agents + a] === goal) step--
  return step
}

/** LaCAM*: `LacamSearch`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import { PibtPlanner } from '../../pibt-planner.ts'
import type { GridWorlds } from '../../worlds.ts'
import type { Advice } from './advice.ts'
import { ConstraintTrees } from './constraint-trees.ts'
import { Explored, NONE } from './explored.ts'
import { grown } from './growth.ts'
import type { TransitionCosts } from './transition-costs.ts'

/** How likely the start, in place of a configuration met again, is searched on; and a random one, once there is a plan. */
const FROM_START = 0.001
const FROM_ANYWHERE = 0.01
/** Cells of all configurations that are kept: 2^27 take 1 GiB with the agents' orders. No more are explored. */
const MOST_CELLS = 134217728

/**
 * Depth-first search over configurations. Each is expanded step by step: PIBT moves all agents under the constraints of
 * one low-level node, so that the first plan is nearly as quick as PIBT itself; in the end every configuration that can
 * be reached is met. Where a configuration is met again, what is known of costs is mended by Dijkstra's algorithm, so
 * that plans grow better until they are optimal.
 *
 * Symbols: `H` a high-level node (a configuration), `open` the stack OPEN; g, h and f = g + h as in A*.
 * Source: Okumura 2023, "Improving LaCAM for scalable eventually optimal multi-agent pathfinding" (IJCAI);
 * Okumura 2024, "Engineering LaCAM*" (AAMAS), for the random insertions; Kei18/lacam3, `planner.cpp`. Differs: a
 * node drawn at random from OPEN never takes the topmost with it, and limits count expansions.
 */
export class LacamSearch {
  /** Low-level nodes expanded so far. */
  expansions = 0
  /** The node at which all agents are on their goals; -1 while there is none. */
  goal: number = NONE
  private readonly worlds: GridWorlds
  private readonly costs: TransitionCosts
  private readonly stream: Stream
  private readonly advice: Advice | undefined
  private readonly pibt: PibtPlanner
  private readonly explored: Explored
  private readonly trees: ConstraintTrees
  private open: Int32Array = new Int32Array(256)
  private waiting = 0
  /** The node of least h. */
  private closest = 0
  /** [agents]: agents, the farthest from its goal at the start first */
  private readonly standing: Int32Array
  /** [agents]: the order and the configuration of the node that was entered last, and one that comes out of it */
  private readonly order: Int32Array
  private readonly here: Int32Array
  private readonly there: Int32Array
  private readonly fixed: Int32Array
  private readonly wishes: Int32Array | undefined
  /** Nodes whose g has fallen. */
  private queue: Int32Array = new Int32Array(256)

  /**
   * @param worlds one world, of which only the goals and the map count
   * @param tables opened for it
   * @param starts [agents]: cells of the frame
   * @param advice what PIBT tries first, where there is any
   */
  constructor(
    worlds: GridWorlds,
    tables: DistanceTables,
    starts: Int32Array,
    costs: TransitionCosts,
    stream: Stream,
    advice?: Advice,
  ) {
    const { agents, goals } = worlds
    this.worlds = worlds
    this.costs = costs
    this.stream = stream
    this.advice = advice
    this.pibt = new PibtPlanner(worlds, tables, true)
    this.explored = new Explored(agents)
    this.trees = new ConstraintTrees(this.explored, worlds, tables.exits, stream)
    const distances = starts.map((cell, a) => tables.distance(goals[a], cell))
    this.standing = Int32Array.from(starts.keys()).sort((a, b) => distances[b] - distances[a] || a - b)
    this.order = this.standing.slice()
    this.here = starts.slice()
    this.there = new Int32Array(agents)
    this.fixed = new Int32Array(agents)
    this.wishes = advice === undefined ? undefined : new Int32Array(agents)
    const h = costs.least(
      this.here,
      this.here,
      distances.reduce((sum, distance) => sum + distance, 0),
    )
    this.insert(starts, NONE, 0, h)
  }

  /** Whether nothing is left to be searched, so that the plan is optimal or there is none, or no more can be kept. */
  get isOver(): boolean {
    return this.waiting === 0 || this.isFull()
  }

  /** The least cost known of a plan; infinite while there is none. */
  get cost(): number {
    return this.goal === NONE ? Infinity : this.explored.g[this.goal]
  }

  /** What no plan can cost less than: the least f of all that is open. */
  get lowerBound(): number {
    const { g, h } = this.explored
    let bound = this.cost
    for (let k = 0; k < this.waiting; k++) bound = Math.min(bound, g[this.open[k]] + h[this.open[k]])
    return bound
  }

  /** The plan, [steps + 1, agents] cells of the frame; while there is none the way to what is nearest to the goals. */
  get plan(): Int32Array {
    const { cells } = this.worlds
    return this.explored.pathTo(this.goal === NONE ? this.closest : this.goal).map((cell) => cell % cells)
  }

  /** Searches on until so many expansions are made in all, until the first plan is found, or nothing is left. */
  run(limit: number): void {
    const { explored } = this
    while (this.expansions < limit && !this.isOver) {
      const H = this.select()
      const f = explored.g[H] + explored.h[H]
      if (this.goal !== NONE && f >= this.cost) {
        this.drop(H)
        continue
      }
      if (explored.h[H] === 0) {
        this.goal = H
        return
      }
      this.enter(H)
      if (!this.trees.take(H, this.fixed)) {
        this.drop(H)
        continue
      }
      this.expansions++
      if (!this.pibt.plan(0, this.order, this.stream, this.wishes, this.fixed)) continue
      this.there.set(this.pibt.next)
      const before = explored.nodes
      const next = this.meet(H)
      if (next < before) this.push(this.stream.uniform() < FROM_START ? 0 : next)
    }
  }

  /** Takes over a plan made elsewhere, [steps + 1, agents], from the same start: its configurations and moves become known. */
  learn(plan: Int32Array): void {
    const { agents } = this.explored
    let H = 0
    for (let k = agents; k < plan.length && !this.isFull(); k += agents) {
      this.enter(H)
      this.there.set(plan.subarray(k, k + agents))
      H = this.meet(H)
    }
    if (this.explored.h[H] === 0 && this.explored.g[H] < this.cost) this.goal = H
  }

  private isFull(): boolean {
    return (this.explored.nodes + 1) * this.explored.agents > MOST_CELLS
  }

  /** The topmost node, which stays; now and then, once there is a plan, another one. */
  private select(): number {
    const any = this.goal !== NONE && this.stream.uniform() < FROM_ANYWHERE
    return this.open[any ? this.stream.integer(this.waiting) : this.waiting - 1]
  }

  private drop(H: number): void {
    if (this.open[this.waiting - 1] === H) this.waiting--
  }

  private push(H: number): void {
    this.open = grown(this.open, this.waiting + 1)
    this.open[this.waiting++] = H
  }

  /** Puts all agents where they stand in a configuration. */
  private enter(H: number): void {
    const { agents, cells, positions, occupants } = this.worlds
    const { explored, here, order, wishes, advice } = this
    for (let a = 0; a < agents; a++) occupants[positions[a]] = 0
    for (let a = 0, k = H * agents; a < agents; a++, k++) {
      here[a] = explored.cells[k]
      order[a] = explored.orders[k]
      positions[a] = here[a] % cells
      occupants[positions[a]] = a + 1
      if (wishes !== undefined) wishes[a] = advice!.of(a, positions[a])
    }
  }

  /** The configuration `there` has come out of H, which was entered last. Gives its node. */
  private meet(H: number): number {
    const { explored, costs, here, there } = this
    costs.mark?.(here, there)
    const cost = costs.step(here, there)
    const known = explored.find(there)
    const node =
      known === NONE
        ? this.insert(there, H, explored.g[H] + cost, costs.least(here, there, explored.h[H]))
        : known
    explored.link(H, node, cost)
    if (known !== NONE) this.rewire(H)
    return node
  }

  /** Makes a node of a new configuration. */
  private insert(q: Int32Array, parent: number, g: number, h: number): number {
    const node = this.explored.add(q, parent, g, h)
    this.rank(node)
    this.trees.plant(node)
    this.push(node)
    if (h < this.explored.h[this.closest]) this.closest = node
    return node
  }

  /**
   * Writes a node's order: who is on the way to its goal keeps its place in the parent's, since all of them have grown
   * older together; who is on its goal falls back behind them, the one that started farthest first.
   */
  private rank(node: number): void {
    const { agents, cells, goals } = this.worlds
    const { order, standing } = this
    const { orders, cells: q } = this.explored
    const base = node * agents
    let count = 0
    for (const a of order) if (q[base + a] % cells !== goals[a]) orders[base + count++] = a
    for (const a of standing) if (q[base + a] % cells === goals[a]) orders[base + count++] = a
  }

  /** A move out of a node has become known: where it makes others cheaper, they and all beyond them are mended. */
  private rewire(from: number): void {
    const { explored } = this
    const { g, h, parent } = explored
    let tail = 0
    this.queue[tail++] = from
    for (let head = 0; head < tail; head++) {
      const H = this.queue[head]
      for (let e = explored.edge[H]; e !== NONE; e = explored.before[e]) {
        const next = explored.to[e]
        const cost = g[H] + explored.cost[e]
        if (cost >= g[next]) continue
        g[next] = cost
        parent[next] = H
        this.queue = grown(this.queue, tail + 1)
        this.queue[tail++] = next
        if (this.goal === NONE) continue
        if (h[next] === 0 && cost < this.cost) this.goal = next
        if (cost + h[next] < this.cost) this.push(next)
      }
    }
  }
}

/**
 * The network simulator: `NetworkSimulator`, a batch of networks in float64.
 *
 * Symbols: w world; e edge; x on hand; d demand. Arrays are [thing, batch], worlds innermost.
 */
import { GauntletError, ParameterError } from '@gauntlet/core'
import { fillOrders } from './fill-orders.ts'
import type { Network } from './network.ts'
import { type Plan, type PlannedEdge, type PlannedSource, planNetwork } from './plan.ts'
import type { Row } from './world-loops.ts'
import { type WorldMemory, reserveMemory } from './world-memory.ts'

/**
 * Steps `batch` networks at once, in this order: orders are filled out of what is on hand, and shipped; where
 * `order-first`, what arrives now is received; customers demand; costs fall due on what is left; where `receive-first`,
 * what arrives in the next period is received.
 *
 * Source: Alvo et al. 2023, "Neural inventory control in networks via hindsight differentiable policy optimization",
 * section 3 (`receive-first`); Hubbs et al. 2020, OR-Gym (`order-first`).
 */
export class NetworkSimulator {
  readonly plan: Plan
  readonly batch: number
  /** Where all arrays of numbers lie, and what loops over them. */
  readonly memory: WorldMemory
  /** [nodes, batch]: units on hand; below 0 what a store owes to customers who wait. */
  readonly onHand: Float64Array
  /** By edge, [slots, batch]: what arrives in period p stands in slot p mod slots. */
  readonly underWay: readonly Float64Array[]
  /** By edge, [orderDelay, batch]: orders that have not reached the source, likewise. */
  readonly ordered: readonly Float64Array[]
  /** [edges, batch]: what each source owes, where orders are backlogged. */
  readonly owed: Float64Array
  /** [stores, batch]: customers who wait since the last period, where they will pay. */
  readonly waiting: Float64Array
  /** [edges, batch]: lead times of what is shipped now, where they vary. */
  readonly leadTimes: Int32Array
  /** [batch]: what a unit of cost counts in this period. */
  readonly weights: Float64Array
  /** [edges, batch] and [stores, batch]: room for a step's orders and demand, which other arrays are copied to. */
  readonly orders: Float64Array
  readonly demand: Float64Array
  /** [edges, batch]: what was wanted of each source in the last step, and what it shipped. */
  readonly wanted: Float64Array
  readonly shipped: Float64Array
  /** [nodes, batch]: stock at the end of the last step, after demand and before the next receipt; may be below 0. */
  readonly left: Float64Array
  /** [batch], of the last step: cost; units asked for, served at once, and on hand at stores at its end. */
  readonly costs: Float64Array
  readonly asked: Float64Array
  readonly served: Float64Array
  readonly stocked: Float64Array
  /** The arrays above cut into rows: by node, edge, edge and slot, or store. */
  readonly rows: SimulatorRows
  /** [4, batch]: costs, asked, served and stocked. */
  private readonly totals: Float64Array
  /** [batch]: the costs of a group and of a node in it. */
  private readonly groupCosts: Float64Array
  private readonly nodeCosts: Float64Array
  /** [batch]: room for a sum over the edges out of a source. */
  readonly sums: Float64Array
  private period: number = 0

  /**
   * `memory`: where it is not to be the fastest for so many worlds.
   * Errors: ParameterError where `batch` is no whole number of at least 1.
   */
  constructor(network: Network, batch: number, memory?: WorldMemory) {
    if (!Number.isSafeInteger(batch) || batch < 1)
      throw new ParameterError('simulator.batch', batch, 'a whole number of at least 1')
    const plan = planNetwork(network)
    const { nodes, edges, stores } = plan
    this.plan = plan
    this.batch = batch
    this.memory = memory ?? reserveMemory(rowsOf(plan), batch)
    const numbers = (things: number): Float64Array => this.memory.numbers(things * batch)
    const rows = (array: Float64Array): Row[] =>
      Array.from({ length: array.length / batch }, (_, k) => array.subarray(k * batch, (k + 1) * batch))
    this.onHand = numbers(nodes)
    this.underWay = edges.map(({ slots }) => numbers(slots))
    this.ordered = edges.map(({ orderDelay }) => numbers(orderDelay))
    this.owed = numbers(plan.owes ? edges.length : 0)
    this.waiting = numbers(plan.waiting ? stores.length : 0)
    this.leadTimes = new Int32Array(edges.length * batch)
    this.weights = numbers(1).fill(1)
    this.orders = numbers(edges.length)
    this.demand = numbers(stores.length)
    this.wanted = numbers(edges.length)
    this.shipped = numbers(edges.length)
    this.left = numbers(nodes)
    this.totals = numbers(4)
    ;[this.costs, this.asked, this.served, this.stocked] = rows(this.totals)
    this.groupCosts = numbers(1)
    this.nodeCosts = numbers(1)
    this.sums = numbers(1)
    this.rows = {
      onHand: rows(this.onHand),
      underWay: this.underWay.map(rows),
      orders: rows(this.orders),
      demand: rows(this.demand),
      wanted: rows(this.wanted),
      shipped: rows(this.shipped),
      left: rows(this.left),
    }
  }

  /** Periods since the simulator was made, by which rings turn; worlds may have begun at any of them. */
  get now(): number {
    return this.period
  }

  /**
   * One period of every world.
   *
   * Shapes: `orders` [edges, batch]; `demand` [stores, batch]. Units of goods. Ranges: orders finite and at least 0, demand
   * finite (below 0 where customers return). That is taken for granted, since to look at every number would take a third
   * of a step's time again: what is not finite, or an order below 0, becomes stock and costs that mean nothing. An
   * environment checks its actions before they come here.
   * Errors: GauntletError where an array is longer or shorter.
   */
  step(orders: Float64Array, demand: Float64Array): void {
    requireLength(orders, this.orders, 'orders')
    fillOrders(this, orders)
    this.advance(demand)
  }

  /** The rest of a step, once `shipped` says what leaves along each edge; whether there is as much is not asked. */
  advance(demand: Float64Array): void {
    const { plan, costs, weights, totals } = this
    const { stores, groups } = plan
    requireLength(demand, this.demand, 'numbers of demand')
    if (demand !== this.demand) this.demand.set(demand)
    this.dispatch()
    totals.fill(0)
    for (let s = 0; s < stores.length; s++) this.sell(s)
    for (let s = 0; s < stores.length; s++) this.chargeEdges(stores[s].costly, costs)
    for (let g = 0; g < groups.length; g++) this.chargeGroup(groups[g])
    if (plan.receiveFirst) this.receive(this.period + 1)
    if (plan.discount < 1) this.memory.loops.discount(costs, weights, plan)
    this.period++
  }

  /** Sends what is `shipped` on its way, and receives what arrives now where that comes after: all before demand. */
  dispatch(): void {
    const { edges, sources, receiveFirst } = this.plan
    for (let e = 0; e < edges.length; e++) this.send(edges[e])
    for (let k = 0; k < sources.length; k++) this.useUp(sources[k])
    if (!receiveFirst) this.receive(this.period)
  }

  private send({ index, slots, leadTime }: PlannedEdge): void {
    const { batch, shipped, leadTimes, rows } = this
    if (leadTime >= 0) {
      const slot = (this.period + leadTime) % slots
      this.memory.loops.add(rows.underWay[index][slot], rows.shipped[index])
      return
    }
    const ring = this.underWay[index]
    const from = index * batch
    for (let w = 0; w < batch; w++) {
      const slot = ((this.period + leadTimes[from + w]) % slots) * batch
      ring[slot + w] += shipped[from + w]
    }
  }

  private useUp(source: PlannedSource): void {
    if (!source.warehouse) return
    this.sumShipped(source.outgoing)
    this.memory.loops.useUp(this.rows.onHand[source.node], this.sums, source)
  }

  /** Writes to `sums` what `shipped` says leaves along some edges together. */
  sumShipped(edges: readonly number[]): void {
    const { sums, rows, memory } = this
    sums.fill(0)
    for (let k = 0; k < edges.length; k++) memory.loops.add(sums, rows.shipped[edges[k]])
  }

  private receive(period: number): void {
    const { rows, memory, plan } = this
    for (let e = 0; e < plan.edges.length; e++) {
      const { slots, target } = plan.edges[e]
      memory.loops.receive(rows.onHand[target], rows.underWay[e][period % slots])
    }
  }

  private sell(s: number): void {
    const { plan, rows } = this
    const store = plan.stores[s]
    const { node, price } = store
    if (price > 0 || plan.waiting) this.takePayment(s)
    this.memory.loops.sell(rows.demand[s], rows.onHand[node], rows.left[node], this, store, plan.lost)
  }

  /** What customers pay who are served now, those who waited among them. */
  private takePayment(s: number): void {
    const { plan, batch, onHand, waiting, costs, demand } = this
    const { node, price } = plan.stores[s]
    const at = node * batch
    const from = s * batch
    for (let w = 0; w < batch; w++) {
      const d = demand[from + w]
      const x = onHand[at + w]
      if (!plan.waiting) {
        costs[w] -= price * (x < d ? x : d)
        continue
      }
      const short = x < d ? d - x : 0
      costs[w] -= price * (d + waiting[from + w] - short)
      waiting[from + w] = short
    }
  }

  private chargeGroup(group: readonly PlannedSource[]): void {
    const { costs, groupCosts, nodeCosts, memory } = this
    groupCosts.fill(0)
    for (let k = 0; k < group.length; k++) {
      this.chargeSource(group[k])
      this.chargeEdges(group[k].costly, nodeCosts)
      memory.loops.add(groupCosts, nodeCosts)
    }
    memory.loops.add(costs, groupCosts)
  }

  private chargeSource(source: PlannedSource): void {
    const { node, warehouse, outgoing, dispatch } = source
    const { plan, rows, nodeCosts, sums, memory } = this
    // Who has sold what it has not, as published, is credited for it.
    const credit = !plan.proportional
    if (warehouse) memory.loops.chargeStock(nodeCosts, rows.left[node], rows.onHand[node], source, credit)
    else nodeCosts.fill(0)
    if (dispatch === undefined) return
    this.sumShipped(outgoing)
    memory.loops.chargeUnits(nodeCosts, sums, sums, dispatch)
  }

  private chargeEdges(costly: readonly PlannedEdge[], into: Row): void {
    const { rows, memory } = this
    for (let k = 0; k < costly.length; k++) {
      const edge = costly[k]
      const ring = rows.underWay[edge.index]
      memory.loops.chargeUnits(into, rows.shipped[edge.index], rows.wanted[edge.index], edge)
      if (edge.transitCost === 0) continue
      // In the order of arrival, so that sums do not depend on when the world began.
      for (let p = 0; p < ring.length; p++)
        memory.loops.chargeTransit(into, ring[(this.period + p) % ring.length], edge)
    }
  }
}

/** Rows of a simulator's arrays: [batch] each. */
export interface SimulatorRows {
  readonly onHand: readonly Row[]
  readonly underWay: readonly (readonly Row[])[]
  readonly orders: readonly Row[]
  readonly demand: readonly Row[]
  readonly wanted: readonly Row[]
  readonly shipped: readonly Row[]
  readonly left: readonly Row[]
}

function requireLength(given: Float64Array, like: Float64Array, things: string): void {
  if (given.length === like.length) return
  throw new GauntletError('shape', `simulator: got ${given.length} ${things}, expected ${like.length}`)
}

/** How many rows a simulator has. */
function rowsOf({ nodes, edges, stores, owes, waiting }: Plan): number {
  const rings = edges.reduce((sum, { slots, orderDelay }) => sum + slots + orderDelay, 0)
  return 2 * nodes + rings + (owes ? 4 : 3) * edges.length + (waiting ? 2 : 1) * stores.length + 8
}

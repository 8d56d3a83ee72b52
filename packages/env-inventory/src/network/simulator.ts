/**
 * The network simulator: `NetworkSimulator`, a batch of networks in float64.
 *
 * Symbols: w world; e edge; x on hand; d demand. Arrays are [thing, batch], worlds innermost.
 */
import { fillOrders } from './fill-orders.ts'
import type { Network } from './network.ts'
import { type Plan, type PlannedEdge, type PlannedSource, planNetwork } from './plan.ts'

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
  /** [batch]: the costs of a group and of a node in it, and the stock that a warehouse uses up. */
  private readonly groupCosts: Float64Array
  private readonly nodeCosts: Float64Array
  private readonly used: Float64Array
  private period: number = 0

  constructor(network: Network, batch: number) {
    const plan = planNetwork(network)
    const { nodes, edges, stores } = plan
    const numbers = (things: number): Float64Array => new Float64Array(things * batch)
    this.plan = plan
    this.batch = batch
    this.onHand = numbers(nodes)
    this.underWay = edges.map(({ slots }) => numbers(slots))
    this.ordered = edges.map(({ orderDelay }) => numbers(orderDelay))
    this.owed = numbers(plan.owes ? edges.length : 0)
    this.waiting = numbers(plan.waiting ? stores.length : 0)
    this.leadTimes = new Int32Array(edges.length * batch)
    this.weights = numbers(1).fill(1)
    this.wanted = numbers(edges.length)
    this.shipped = numbers(edges.length)
    this.left = numbers(nodes)
    this.costs = numbers(1)
    this.asked = numbers(1)
    this.served = numbers(1)
    this.stocked = numbers(1)
    this.groupCosts = numbers(1)
    this.nodeCosts = numbers(1)
    this.used = numbers(1)
  }

  /** Periods since the simulator was made, by which rings turn; worlds may have begun at any of them. */
  get now(): number {
    return this.period
  }

  /** One period of every world. Shapes: `orders` [edges, batch], at least 0; `demand` [stores, batch]. */
  step(orders: Float64Array, demand: Float64Array): void {
    fillOrders(this, orders)
    this.advance(demand)
  }

  /** The rest of a step, once `shipped` says what leaves along each edge; whether there is as much is not asked. */
  advance(demand: Float64Array): void {
    const { plan, costs, weights, batch } = this
    const { edges, stores, groups } = plan
    this.dispatch()
    costs.fill(0)
    this.asked.fill(0)
    this.served.fill(0)
    this.stocked.fill(0)
    for (let s = 0; s < stores.length; s++) this.sell(s, demand)
    for (let s = 0; s < stores.length; s++) this.chargeEdges(stores[s].costly, costs)
    for (let g = 0; g < groups.length; g++) this.chargeGroup(groups[g])
    if (plan.receiveFirst) for (let e = 0; e < edges.length; e++) this.receive(edges[e], this.period + 1)
    if (plan.discount < 1) {
      for (let w = 0; w < batch; w++) {
        costs[w] *= weights[w]
        weights[w] *= plan.discount
      }
    }
    this.period++
  }

  /** Sends what is `shipped` on its way, and receives what arrives now where that comes after: all before demand. */
  dispatch(): void {
    const { edges, sources, receiveFirst } = this.plan
    for (let e = 0; e < edges.length; e++) this.send(edges[e])
    for (let k = 0; k < sources.length; k++) this.useUp(sources[k])
    if (!receiveFirst) for (let e = 0; e < edges.length; e++) this.receive(edges[e], this.period)
  }

  private send({ index, slots, leadTime }: PlannedEdge): void {
    const { batch, shipped, leadTimes } = this
    const ring = this.underWay[index]
    const from = index * batch
    if (leadTime >= 0) {
      const slot = ((this.period + leadTime) % slots) * batch
      for (let w = 0; w < batch; w++) ring[slot + w] += shipped[from + w]
      return
    }
    for (let w = 0; w < batch; w++) {
      const slot = ((this.period + leadTimes[from + w]) % slots) * batch
      ring[slot + w] += shipped[from + w]
    }
  }

  private useUp({ node, warehouse, outgoing, yield: share }: PlannedSource): void {
    if (!warehouse) return
    const { batch, shipped, onHand, used } = this
    used.fill(0)
    for (let k = 0; k < outgoing.length; k++) {
      const from = outgoing[k] * batch
      for (let w = 0; w < batch; w++) used[w] += shipped[from + w]
    }
    for (let w = 0; w < batch; w++) onHand[node * batch + w] -= used[w] / share
  }

  private receive({ index, slots, target }: PlannedEdge, period: number): void {
    const { batch, onHand } = this
    const ring = this.underWay[index]
    const slot = (period % slots) * batch
    const to = target * batch
    for (let w = 0; w < batch; w++) {
      onHand[to + w] += ring[slot + w]
      ring[slot + w] = 0
    }
  }

  /** Demand of store s: max(x - d, 0) is left, and where customers do not wait, all that is. */
  private sell(s: number, demand: Float64Array): void {
    const { plan, batch, onHand, left, costs, asked, served, stocked } = this
    const { node, holdingCost, underageCost, price } = plan.stores[s]
    const { lost } = plan
    const at = node * batch
    const from = s * batch
    if (price > 0 || plan.waiting) this.takePayment(s, demand)
    for (let w = 0; w < batch; w++) {
      const d = demand[from + w]
      const x = onHand[at + w]
      const rest = x - d
      const over = rest > 0 ? rest : 0
      const short = rest < 0 ? -rest : 0
      costs[w] += underageCost * short + holdingCost * over
      left[at + w] = rest
      onHand[at + w] = lost ? over : rest
      asked[w] += d
      served[w] += x > 0 ? (rest < 0 ? x : d) : 0
      stocked[w] += over
    }
  }

  /** What customers pay who are served now, those who waited among them. */
  private takePayment(s: number, demand: Float64Array): void {
    const { plan, batch, onHand, waiting, costs } = this
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
    const { batch, costs, groupCosts, nodeCosts } = this
    groupCosts.fill(0)
    for (let k = 0; k < group.length; k++) {
      this.chargeSource(group[k])
      this.chargeEdges(group[k].costly, nodeCosts)
      for (let w = 0; w < batch; w++) groupCosts[w] += nodeCosts[w]
    }
    for (let w = 0; w < batch; w++) costs[w] += groupCosts[w]
  }

  private chargeSource(source: PlannedSource): void {
    const { node, warehouse, outgoing, holdingCost, operatingCost, dispatchCost } = source
    const { plan, batch, onHand, left, shipped, nodeCosts } = this
    nodeCosts.fill(0)
    if (warehouse) {
      for (let w = 0; w < batch; w++) {
        const rest = onHand[node * batch + w]
        left[node * batch + w] = rest
        // Who has sold what it has not, as published, is credited for it.
        nodeCosts[w] = holdingCost * (rest > 0 || !plan.proportional ? rest : 0)
      }
    }
    if (operatingCost === 0 && dispatchCost === 0) return
    const perUnit = operatingCost / source.yield
    for (let w = 0; w < batch; w++) {
      let sum = 0
      for (let k = 0; k < outgoing.length; k++) sum += shipped[outgoing[k] * batch + w]
      nodeCosts[w] += perUnit * sum + (sum > 0 ? dispatchCost : 0)
    }
  }

  private chargeEdges(costly: readonly PlannedEdge[], into: Float64Array): void {
    const { batch, shipped, wanted } = this
    for (let k = 0; k < costly.length; k++) {
      const { index, slots, unitCost, fixedCost, transitCost, unmetCost } = costly[k]
      const from = index * batch
      for (let w = 0; w < batch; w++) {
        const units = shipped[from + w]
        into[w] += unitCost * units + (units > 0 ? fixedCost : 0) + unmetCost * (wanted[from + w] - units)
      }
      if (transitCost === 0) continue
      const ring = this.underWay[index]
      // In the order of arrival, so that sums do not depend on when the world began.
      for (let p = 0; p < slots; p++) {
        const slot = ((this.period + p) % slots) * batch
        for (let w = 0; w < batch; w++) into[w] += transitCost * ring[slot + w]
      }
    }
  }
}

/**
 * Derivatives of the network simulator's step, by hand: `NetworkAdjoint`.
 *
 * At kinks they are PyTorch's: max(x, 0) has slope 1 at 0, so that both costs count where nothing is left (h - p) and
 * lost sales let all of the derivative through; the minimum of two that are equal leans half on each. What does not move
 * smoothly with orders (fixed costs, whole units) has slope 0.
 * Symbol: a bar over a quantity, here the prefix `d`, is the derivative of the objective with respect to it.
 */
import type { PlannedEdge, PlannedSource } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'
import type { StepRecord } from './tape.ts'
import { type StateArrays, readStates, writeStates } from './world-state.ts'

/** The derivative of a step: goes through the simulator's code from the end to the beginning. */
export class NetworkAdjoint implements StateArrays {
  readonly plan: NetworkSimulator['plan']
  readonly batch: number
  readonly onHand: Float64Array
  readonly underWay: readonly Float64Array[]
  readonly ordered: readonly Float64Array[]
  readonly owed: Float64Array
  readonly waiting: Float64Array
  /** Period at whose beginning the derivatives stand. */
  now: number = 0
  /** [edges, batch]: with respect to the orders of the step. */
  readonly orders: Float64Array
  /** [edges, batch]: with respect to what was wanted and shipped. */
  private readonly wanted: Float64Array
  private readonly shipped: Float64Array
  /** [batch]: with respect to the step's cost before it was discounted. */
  private readonly costs: Float64Array

  constructor(simulator: NetworkSimulator) {
    const zeros = (array: Float64Array): Float64Array => new Float64Array(array.length)
    this.plan = simulator.plan
    this.batch = simulator.batch
    this.onHand = zeros(simulator.onHand)
    this.underWay = simulator.underWay.map(zeros)
    this.ordered = simulator.ordered.map(zeros)
    this.owed = zeros(simulator.owed)
    this.waiting = zeros(simulator.waiting)
    this.orders = zeros(simulator.shipped)
    this.wanted = zeros(simulator.shipped)
    this.shipped = zeros(simulator.shipped)
    this.costs = zeros(simulator.costs)
  }

  /**
   * Shapes: `after` and `before` [batch, stateSize], derivatives with respect to the states around the step; `costs`
   * [batch], with respect to its cost. Overwrites `before` and `orders`.
   */
  pullback(record: StepRecord, after: Float64Array, costs: Float64Array, before: Float64Array): void {
    this.through(record, after, costs, false)
    readStates(this, 0, this.batch, before)
  }

  /** The same for `advance` alone: `orders` are then the derivatives with respect to shipments. */
  pullbackAdvance(record: StepRecord, after: Float64Array, costs: Float64Array, before: Float64Array): void {
    this.through(record, after, costs, true)
    readStates(this, 0, this.batch, before)
  }

  private through(
    record: StepRecord,
    after: Float64Array,
    costs: Float64Array,
    shipmentsOnly: boolean,
  ): void {
    const { plan, batch } = this
    const { edges, stores, sources } = plan
    this.now = record.now + 1
    writeStates(this, 0, batch, after)
    for (let w = 0; w < batch; w++) this.costs[w] = costs[w] * record.weights[w]
    if (plan.receiveFirst) for (let e = 0; e < edges.length; e++) this.receive(edges[e], record.now + 1)
    this.shipped.fill(0)
    this.wanted.fill(0)
    for (let e = 0; e < edges.length; e++) this.chargeEdge(edges[e])
    for (let s = 0; s < stores.length; s++) this.sell(record, s)
    for (let i = 0; i < sources.length; i++) this.useUp(record, sources[i])
    if (!plan.receiveFirst) for (let e = 0; e < edges.length; e++) this.receive(edges[e], record.now)
    for (let e = 0; e < edges.length; e++) this.send(record, edges[e])
    this.now = record.now
    if (shipmentsOnly) this.orders.set(this.shipped)
    else this.fillOrders(record)
  }

  /** x += ring[slot], which is then empty. */
  private receive({ index, slots, target }: PlannedEdge, period: number): void {
    const { batch, onHand } = this
    const ring = this.underWay[index]
    const slot = (period % slots) * batch
    for (let w = 0; w < batch; w++) ring[slot + w] = onHand[target * batch + w]
  }

  private chargeEdge({ index, slots, unitCost, transitCost, unmetCost }: PlannedEdge): void {
    if (unitCost === 0 && transitCost === 0 && unmetCost === 0) return
    const { batch, costs, shipped, wanted } = this
    const from = index * batch
    for (let w = 0; w < batch; w++) {
      shipped[from + w] += (unitCost - unmetCost) * costs[w]
      wanted[from + w] += unmetCost * costs[w]
    }
    if (transitCost === 0) return
    const ring = this.underWay[index]
    for (let p = 0; p < slots; p++) {
      for (let w = 0; w < batch; w++) ring[p * batch + w] += transitCost * costs[w]
    }
  }

  private sell({ left }: StepRecord, s: number): void {
    const { plan, batch, onHand, costs, waiting } = this
    const { node, holdingCost, underageCost, price } = plan.stores[s]
    const at = node * batch
    const from = s * batch
    for (let w = 0; w < batch; w++) {
      const rest = left[at + w]
      const cost = costs[w]
      let d = plan.lost && rest < 0 ? 0 : onHand[at + w]
      if (rest >= 0) d += holdingCost * cost
      if (rest <= 0) d -= underageCost * cost
      if (plan.waiting) {
        // Who waits now, max(-rest, 0), pays less now and more in the next period.
        if (rest <= 0) d -= price * cost + waiting[from + w]
        waiting[from + w] = -price * cost
      } else if (rest <= 0) {
        d -= price * cost * (rest < 0 ? 1 : 0.5)
      }
      onHand[at + w] = d
    }
  }

  /** Cost of what is left at a source, and x -= sum of shipments / yield. */
  private useUp({ left }: StepRecord, source: PlannedSource): void {
    const { node, warehouse, outgoing, holdingCost, operatingCost, yield: share } = source
    const { plan, batch, onHand, costs, shipped } = this
    const at = node * batch
    if (warehouse) {
      for (let w = 0; w < batch; w++)
        if (left[at + w] >= 0 || !plan.proportional) onHand[at + w] += holdingCost * costs[w]
    } else if (operatingCost === 0) return
    for (let k = 0; k < outgoing.length; k++) {
      const from = outgoing[k] * batch
      for (let w = 0; w < batch; w++) {
        const stock = warehouse ? onHand[at + w] : 0
        shipped[from + w] += (operatingCost * costs[w] - stock) / share
      }
    }
  }

  /** ring[slot] += shipped */
  private send({ now, leadTimes }: StepRecord, { index, slots, leadTime }: PlannedEdge): void {
    const { batch, shipped } = this
    const ring = this.underWay[index]
    const from = index * batch
    for (let w = 0; w < batch; w++) {
      const lead = leadTime >= 0 ? leadTime : leadTimes[from + w]
      shipped[from + w] += ring[((now + lead) % slots) * batch + w]
    }
  }

  private fillOrders(record: StepRecord): void {
    const { plan, batch, wanted, shipped, owed, orders, ordered } = this
    if (plan.owes) {
      for (let i = 0; i < owed.length; i++) {
        wanted[i] += owed[i]
        shipped[i] -= owed[i]
      }
    }
    for (let i = 0; i < plan.sources.length; i++) {
      if (!plan.sources[i].warehouse) continue
      if (plan.proportional) this.share(record, plan.sources[i])
      else this.giveToEach(record, plan.sources[i])
    }
    for (let e = 0; e < plan.edges.length; e++) this.limit(record, plan.edges[e])
    if (plan.owes) owed.set(wanted)
    orders.set(wanted)
    for (let e = 0; e < plan.edges.length; e++) {
      const { orderDelay } = plan.edges[e]
      if (orderDelay === 0) continue
      const slot = (record.now % orderDelay) * batch
      for (let w = 0; w < batch; w++) {
        const placed = ordered[e][slot + w]
        ordered[e][slot + w] = wanted[e * batch + w]
        orders[e * batch + w] = placed
      }
    }
  }

  /** shipped = asked × available / total, where total exceeds what is available or nothing may be held. */
  private share(record: StepRecord, { node, outgoing, holds, yield: perUnit }: PlannedSource): void {
    const { batch, onHand, shipped, plan } = this
    for (let w = 0; w < batch; w++) {
      const available = record.onHand[node * batch + w] * perUnit
      let total = 0
      let sum = 0
      for (let k = 0; k < outgoing.length; k++) {
        const i = outgoing[k] * batch + w
        const asked = Math.min(record.wanted[i], plan.edges[outgoing[k]].capacity)
        total += asked
        sum += shipped[i] * asked
      }
      if (holds && (total <= available || total === 0)) continue
      let slope = total > 0 ? sum / total : 0
      for (let k = 0; k < outgoing.length; k++) {
        const i = outgoing[k] * batch + w
        if (!(total > 0)) slope += shipped[i] / outgoing.length
        shipped[i] = total > 0 ? ((shipped[i] - sum / total) * available) / total : 0
      }
      onHand[node * batch + w] += slope * perUnit
    }
  }

  /** shipped = min(asked, available) */
  private giveToEach(record: StepRecord, { node, outgoing, yield: perUnit }: PlannedSource): void {
    const { batch, onHand, shipped, plan } = this
    for (let k = 0; k < outgoing.length; k++) {
      const { capacity } = plan.edges[outgoing[k]]
      for (let w = 0; w < batch; w++) {
        const i = outgoing[k] * batch + w
        const asked = Math.min(record.wanted[i], capacity)
        const available = record.onHand[node * batch + w] * perUnit
        const own = asked < available ? 1 : asked > available ? 0 : 0.5
        onHand[node * batch + w] += (1 - own) * shipped[i] * perUnit
        shipped[i] *= own
      }
    }
  }

  /** asked = min(wanted, capacity) */
  private limit(record: StepRecord, { index, capacity }: PlannedEdge): void {
    const { batch, wanted, shipped } = this
    for (let i = index * batch; i < (index + 1) * batch; i++) {
      const own = record.wanted[i] < capacity ? 1 : record.wanted[i] > capacity ? 0 : 0.5
      wanted[i] += own * shipped[i]
    }
  }
}

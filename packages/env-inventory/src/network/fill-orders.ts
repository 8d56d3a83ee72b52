/** Orders against stock: `fillOrders`, the first half of a step. */
import type { PlannedEdge, PlannedSource } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'

/**
 * Writes `simulator.wanted`, what is asked of each source now, and `simulator.shipped`, what it can give, and keeps what
 * it owes. Orders that can be filled are shipped to the bit. Shape: `orders` [edges, batch].
 */
export function fillOrders(simulator: NetworkSimulator, orders: Float64Array): void {
  const { plan, wanted, shipped, owed } = simulator
  for (let e = 0; e < plan.edges.length; e++) askFor(simulator, plan.edges[e], orders)
  if (plan.owes) for (let i = 0; i < wanted.length; i++) wanted[i] += owed[i]
  for (let e = 0; e < plan.edges.length; e++) limit(simulator, plan.edges[e])
  for (let i = 0; i < plan.sources.length; i++) {
    const source = plan.sources[i]
    if (!source.warehouse) continue
    if (!plan.proportional) giveToEach(simulator, source)
    else if (plan.integral) shareWhole(simulator, source)
    else share(simulator, source)
  }
  if (plan.owes) for (let i = 0; i < wanted.length; i++) owed[i] = wanted[i] - shipped[i]
}

/** The orders that reach the source of an edge now. */
function askFor(
  { plan, batch, ordered, wanted, now }: NetworkSimulator,
  { index, orderDelay }: PlannedEdge,
  orders: Float64Array,
): void {
  const from = index * batch
  for (let w = 0; w < batch; w++) {
    const order = orders[from + w]
    wanted[from + w] = plan.integral ? roundToEven(order) : order
  }
  if (orderDelay === 0) return
  const ring = ordered[index]
  const slot = (now % orderDelay) * batch
  for (let w = 0; w < batch; w++) {
    const arrived = ring[slot + w]
    ring[slot + w] = wanted[from + w]
    wanted[from + w] = arrived
  }
}

/** The nearest whole number, the even one of two, as numpy and PyTorch round. */
function roundToEven(value: number): number {
  const up = Math.floor(value + 0.5)
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up
}

function limit({ batch, wanted, shipped }: NetworkSimulator, { index, capacity }: PlannedEdge): void {
  const from = index * batch
  for (let i = from; i < from + batch; i++) shipped[i] = wanted[i] < capacity ? wanted[i] : capacity
}

/** min(1, available / total) of what each wants; all that is there where nothing may be held. */
function share(
  { batch, onHand, shipped }: NetworkSimulator,
  { node, outgoing, holds, yield: perUnit }: PlannedSource,
): void {
  for (let w = 0; w < batch; w++) {
    const available = onHand[node * batch + w] * perUnit
    let total = 0
    for (let k = 0; k < outgoing.length; k++) total += shipped[outgoing[k] * batch + w]
    if (holds && (total <= available || total === 0)) continue
    if (total > 0) {
      const factor = available / total
      for (let k = 0; k < outgoing.length; k++) shipped[outgoing[k] * batch + w] *= factor
    } else {
      for (let k = 0; k < outgoing.length; k++) shipped[outgoing[k] * batch + w] = available / outgoing.length
    }
  }
}

/** The same in whole units: shares are rounded down; what is over stays, or goes to the last where nothing may. */
function shareWhole(
  { batch, onHand, shipped }: NetworkSimulator,
  { node, outgoing, holds, yield: perUnit }: PlannedSource,
): void {
  for (let w = 0; w < batch; w++) {
    const available = Math.floor(Math.max(onHand[node * batch + w], 0) * perUnit)
    let total = 0
    for (let k = 0; k < outgoing.length; k++) total += shipped[outgoing[k] * batch + w]
    if (holds && total <= available) continue
    let left = available
    for (let k = 0; k < outgoing.length; k++) {
      const i = outgoing[k] * batch + w
      const part = total > 0 ? Math.floor((shipped[i] * available) / total) : 0
      const given = k === outgoing.length - 1 && !holds ? left : part
      left -= given
      shipped[i] = given
    }
  }
}

/** Each gets what it wants of the stock as though it were alone there. */
function giveToEach(
  { batch, onHand, shipped }: NetworkSimulator,
  { node, outgoing, yield: perUnit }: PlannedSource,
): void {
  for (let k = 0; k < outgoing.length; k++) {
    const e = outgoing[k]
    for (let w = 0; w < batch; w++) {
      const available = onHand[node * batch + w] * perUnit
      const i = e * batch + w
      if (shipped[i] > available) shipped[i] = available
    }
  }
}

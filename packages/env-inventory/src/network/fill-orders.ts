/** Orders against stock: `fillOrders`, the first half of a step. */
import type { PlannedEdge, PlannedSource } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'

/**
 * Writes `simulator.wanted`, what is asked of each source now, and `simulator.shipped`, what it can give, and keeps what
 * it owes. Orders that can be filled are shipped to the bit. Shape: `orders` [edges, batch].
 */
export function fillOrders(simulator: NetworkSimulator, orders: Float64Array): void {
  const { plan, wanted, shipped, owed, rows, memory } = simulator
  wanted.set(orders)
  if (plan.integral) memory.loops.round(wanted)
  for (let e = 0; e < plan.edges.length; e++)
    if (plan.edges[e].orderDelay > 0) delay(simulator, plan.edges[e])
  if (plan.owes) memory.loops.add(wanted, owed)
  shipped.set(wanted)
  for (let e = 0; e < plan.edges.length; e++) {
    if (plan.edges[e].capacity < Infinity) memory.loops.cap(rows.shipped[e], plan.edges[e])
  }
  for (let i = 0; i < plan.sources.length; i++) {
    const source = plan.sources[i]
    if (!source.warehouse) continue
    if (!plan.proportional) giveToEach(simulator, source)
    else if (plan.integral) shareWhole(simulator, source)
    else if (source.holds) share(simulator, source)
    else shareAll(simulator, source)
  }
  if (plan.owes) memory.loops.subtract(owed, shipped, wanted)
}

/** Orders set out, and those that reach the source now are wanted. */
function delay({ batch, ordered, wanted, now }: NetworkSimulator, { index, orderDelay }: PlannedEdge): void {
  const from = index * batch
  const ring = ordered[index]
  const slot = (now % orderDelay) * batch
  for (let w = 0; w < batch; w++) {
    const arrived = ring[slot + w]
    ring[slot + w] = wanted[from + w]
    wanted[from + w] = arrived
  }
}

/** min(1, available / total) of what each wants. */
function share(simulator: NetworkSimulator, source: PlannedSource): void {
  const { sums, rows, memory } = simulator
  const { node, outgoing } = source
  simulator.sumShipped(outgoing)
  memory.loops.shareOut(sums, rows.onHand[node], source)
  for (let k = 0; k < outgoing.length; k++) memory.loops.multiply(rows.shipped[outgoing[k]], sums)
}

/** Shares of all that is there, where nothing may be held. */
function shareAll(
  { batch, onHand, shipped }: NetworkSimulator,
  { node, outgoing, yield: perUnit }: PlannedSource,
): void {
  for (let w = 0; w < batch; w++) {
    const available = onHand[node * batch + w] * perUnit
    let total = 0
    for (let k = 0; k < outgoing.length; k++) total += shipped[outgoing[k] * batch + w]
    const factor = available / total
    for (let k = 0; k < outgoing.length; k++) {
      const i = outgoing[k] * batch + w
      shipped[i] = total > 0 ? shipped[i] * factor : available / outgoing.length
    }
  }
}

/** Shares in whole units: they are rounded down; what is over stays, or goes to the last where nothing may. */
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
function giveToEach({ rows, memory }: NetworkSimulator, source: PlannedSource): void {
  const { node, outgoing } = source
  for (let k = 0; k < outgoing.length; k++) {
    memory.loops.giveAlone(rows.shipped[outgoing[k]], rows.onHand[node], source)
  }
}

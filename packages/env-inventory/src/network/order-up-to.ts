/** Base stock on a simulator: `orderUpTo`. */
import type { NetworkSimulator } from './simulator.ts'

/**
 * Writes to `simulator.orders` what every edge lacks to its level, max(level - position, 0), where the position is what
 * its target has and is to receive along any edge. Shape: `levels` [edges], in units.
 *
 * Source: Zipkin 2000, Foundations of Inventory Management, section 6.2.
 */
export function orderUpTo(simulator: NetworkSimulator, levels: readonly number[]): void {
  const { plan, rows, memory } = simulator
  for (let e = 0; e < plan.edges.length; e++) {
    const { target } = plan.edges[e]
    const order = rows.orders[e]
    order.set(rows.onHand[target])
    for (let k = 0; k < plan.edges.length; k++)
      if (plan.edges[k].target === target) addUnderWay(simulator, order, k)
    memory.loops.orderUpTo(order, levels[e])
  }
}

/** Adds what is under way along an edge, in the order of its arrival. */
function addUnderWay({ plan, rows, memory, now }: NetworkSimulator, position: Float64Array, e: number): void {
  const { slots } = plan.edges[e]
  const first = plan.receiveFirst ? 1 : 0
  for (let p = first; p < slots - 1 + first; p++) {
    memory.loops.add(position, rows.underWay[e][(now + p) % slots])
  }
}

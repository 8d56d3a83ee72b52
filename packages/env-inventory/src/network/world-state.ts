/** The state of worlds as rows of numbers: `StateArrays`, `readStates`, `writeStates`, `stateIndices`. */
import type { Plan } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'

/** Where a state lies: a simulator's, or the derivatives with respect to it. */
export type StateArrays = Pick<
  NetworkSimulator,
  'plan' | 'batch' | 'now' | 'onHand' | 'underWay' | 'ordered' | 'owed' | 'waiting'
>

/**
 * Writes the states of worlds `from … to - 1` to `rows` [to - from, stateSize].
 *
 * A row: on hand at stores, then at warehouses; by edge what is under way, in the order of its arrival, orders on their
 * way, likewise, and what is owed; customers who wait and will pay.
 */
export function readStates(state: StateArrays, from: number, to: number, rows: Float64Array): void {
  walk(state, from, to, rows, 'read')
}

/** Takes the states of worlds `from … to - 1` out of `rows` [to - from, stateSize]. */
export function writeStates(state: StateArrays, from: number, to: number, rows: Float64Array): void {
  walk(state, from, to, rows, 'write')
}

function walk(
  state: StateArrays,
  from: number,
  to: number,
  rows: Float64Array,
  mode: 'read' | 'write',
): void {
  const { plan, batch, now, onHand, underWay, ordered, owed, waiting } = state
  const copy = mode === 'read' ? readColumn : writeColumn
  const size = plan.stateSize
  const first = plan.receiveFirst ? 1 : 0
  let k = 0
  for (let s = 0; s < plan.stores.length; s++)
    copy(onHand, plan.stores[s].node * batch, from, to, rows, k++, size)
  for (let i = 0; i < plan.sources.length; i++) {
    const { node, warehouse } = plan.sources[i]
    if (warehouse) copy(onHand, node * batch, from, to, rows, k++, size)
  }
  for (let e = 0; e < plan.edges.length; e++) {
    const { slots, orderDelay } = plan.edges[e]
    for (let p = first; p < slots - 1 + first; p++)
      copy(underWay[e], ((now + p) % slots) * batch, from, to, rows, k++, size)
    for (let p = 0; p < orderDelay; p++)
      copy(ordered[e], ((now + p) % orderDelay) * batch, from, to, rows, k++, size)
    if (plan.owes) copy(owed, e * batch, from, to, rows, k++, size)
  }
  if (!plan.waiting) return
  for (let s = 0; s < plan.stores.length; s++) copy(waiting, s * batch, from, to, rows, k++, size)
}

function readColumn(
  array: Float64Array,
  offset: number,
  from: number,
  to: number,
  rows: Float64Array,
  k: number,
  size: number,
): void {
  for (let w = from; w < to; w++) rows[(w - from) * size + k] = array[offset + w]
}

function writeColumn(
  array: Float64Array,
  offset: number,
  from: number,
  to: number,
  rows: Float64Array,
  k: number,
  size: number,
): void {
  for (let w = from; w < to; w++) array[offset + w] = rows[(w - from) * size + k]
}

/** Where things stand in a row: on hand by node, and the first of what is under way, ordered and owed by edge. */
export interface StateIndices {
  readonly onHand: readonly number[]
  readonly underWay: readonly number[]
  readonly ordered: readonly number[]
  readonly owed: readonly number[]
}

export function stateIndices(plan: Plan): StateIndices {
  const onHand = Array.from<number>({ length: plan.nodes }).fill(-1)
  let k = 0
  for (const { node } of plan.stores) onHand[node] = k++
  for (const { node, warehouse } of plan.sources) if (warehouse) onHand[node] = k++
  const [underWay, ordered, owed]: number[][] = [[], [], []]
  for (const { slots, orderDelay } of plan.edges) {
    underWay.push(k)
    ordered.push(k + slots - 1)
    owed.push(k + slots - 1 + orderDelay)
    k += slots - 1 + orderDelay + (plan.owes ? 1 : 0)
  }
  return { onHand, underWay, ordered, owed }
}

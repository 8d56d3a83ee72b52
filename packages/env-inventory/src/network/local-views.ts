/** What each place in a network sees where everybody orders alone: `LocalViews`. */
import type { Block } from '@gauntlet/core'
import type { Plan, PlannedEdge } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'

/**
 * The observation of the agent of an edge, who orders along it for the node it leads to: its stock, what is under way to
 * it along the edge, its orders that have not been filled, what it owes, and what was asked of it last. Shorter rows are
 * filled up with zeros.
 */
export class LocalViews {
  readonly blocks: readonly Omit<Block, 'offset'>[]
  readonly size: number
  private readonly plan: Plan
  private readonly batch: number
  private readonly slots: number
  private readonly delay: number
  /** By edge: the edges out of its target, and which store its target is, or -1. */
  private readonly outgoing: readonly (readonly PlannedEdge[])[]
  private readonly storeOf: readonly number[]
  /** [edges, batch]: what was asked of each edge's target in the last period. */
  private readonly asked: Float64Array

  constructor(plan: Plan, batch: number) {
    const { edges, stores } = plan
    this.plan = plan
    this.batch = batch
    this.slots = Math.max(...edges.map(({ slots }) => slots))
    this.delay = Math.max(...edges.map(({ orderDelay }) => orderDelay))
    this.outgoing = edges.map(({ target }) => edges.filter(({ source }) => source === target))
    this.storeOf = edges.map(({ target }) => stores.findIndex(({ node }) => node === target))
    this.asked = new Float64Array(edges.length * batch)
    this.blocks = [
      row('stock', this.slots, 'units on hand, then those that arrive next along the edge, after that, …'),
      ...(this.delay > 0
        ? [row('orders on their way', this.delay, 'units that reach the source now, next, …')]
        : []),
      row('owed to it', 1, 'units ordered that the source has not shipped'),
      row('owed by it', 1, 'units that those who order here wait for; customers count in its stock'),
      row('asked of it', 1, 'units that customers or others asked for in the last period'),
    ]
    this.size = this.slots + this.delay + 3
  }

  /** Takes up an episode: nothing has been asked. */
  begin(w: number): void {
    for (let e = 0; e < this.plan.edges.length; e++) this.asked[e * this.batch + w] = 0
  }

  /** Keeps what is about to be asked: `orders` [edges, batch] and `demand` [stores, batch], before the step. */
  remember({ now, ordered }: NetworkSimulator, orders: Float64Array, demand: Float64Array): void {
    const { batch, asked, outgoing, storeOf } = this
    for (let e = 0; e < storeOf.length; e++) {
      const s = storeOf[e]
      for (let w = 0; w < batch; w++) asked[e * batch + w] = s >= 0 ? demand[s * batch + w] : 0
      for (let k = 0; k < outgoing[e].length; k++) {
        const { index, orderDelay } = outgoing[e][k]
        const array = orderDelay > 0 ? ordered[index] : orders
        const from = (orderDelay > 0 ? now % orderDelay : index) * batch
        for (let w = 0; w < batch; w++) asked[e * batch + w] += array[from + w]
      }
    }
  }

  /** Writes the rows of worlds `from … to - 1`: [batch, edges, size]. */
  write(simulator: NetworkSimulator, from: number, to: number, rows: Float32Array): void {
    const { size } = this
    const { edges } = this.plan
    for (let w = from; w < to; w++) {
      for (let e = 0; e < edges.length; e++)
        this.writeRow(simulator, w, e, rows, (w * edges.length + e) * size)
    }
  }

  /** What was asked of each edge's target in world w. */
  save(w: number): Float64Array {
    return Float64Array.from(this.plan.edges, ({ index }) => this.asked[index * this.batch + w])
  }

  load(w: number, saved: Float64Array): void {
    for (let e = 0; e < saved.length; e++) this.asked[e * this.batch + w] = saved[e]
  }

  private writeRow(simulator: NetworkSimulator, w: number, e: number, rows: Float32Array, at: number): void {
    const { plan, batch, slots: width, delay, outgoing, asked } = this
    const { now, onHand, underWay, ordered, owed } = simulator
    const { slots, orderDelay, target } = plan.edges[e]
    const first = plan.receiveFirst ? 1 : 0
    rows.fill(0, at, at + this.size)
    rows[at] = onHand[target * batch + w]
    for (let p = 0; p < slots - 1; p++)
      rows[at + 1 + p] = underWay[e][((now + first + p) % slots) * batch + w]
    for (let p = 0; p < orderDelay; p++)
      rows[at + width + p] = ordered[e][((now + p) % orderDelay) * batch + w]
    const rest = at + width + delay
    if (plan.owes) {
      rows[rest] = owed[e * batch + w]
      for (let k = 0; k < outgoing[e].length; k++) rows[rest + 1] += owed[outgoing[e][k].index * batch + w]
    }
    rows[rest + 2] = asked[e * batch + w]
  }
}

function row(name: string, length: number, unit: string): Omit<Block, 'offset'> {
  return { name, shape: [length], axis: 'flat', kind: 'real', unit }
}

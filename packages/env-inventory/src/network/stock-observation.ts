/**
 * What is seen of stock: `StockObservation`, blocks of an observation, and of which numbers of the state they are sums.
 *
 * A row of stock is what the reference keeps for a node: on hand, then what arrives next, after that, and so on, along
 * any edge.
 */
import type { Block } from '@gauntlet/core'
import type { Plan } from './plan.ts'
import type { NetworkSimulator } from './simulator.ts'
import { stateIndices } from './world-state.ts'

/** One observed number: `onHand` of a node where there is one, plus entries of rings, `ahead` periods from now. */
interface Entry {
  readonly node: number
  readonly terms: readonly { readonly ring: Ring; readonly edge: number; readonly ahead: number }[]
}

type Ring = 'underWay' | 'ordered' | 'owed'

/** Nodes of one kind, whose rows of stock have the same length. */
export interface StockBlock {
  readonly name: string
  readonly nodes: readonly number[]
  readonly length: number
}

/**
 * When stock is looked at: before orders are filled, or once they are and what arrives before demand has been received, so
 * that a whole lead time lies ahead.
 */
type Stage = 'before-orders' | 'before-demand'

/** Periods from now to the last in which something that is under way may arrive, and to the next. */
function aheadOf({ receiveFirst }: Plan, slots: number, stage: Stage): { first: number; last: number } {
  const first = receiveFirst || stage === 'before-demand' ? 1 : 0
  const longest = receiveFirst ? slots : slots - 1
  return { first, last: stage === 'before-demand' ? longest : first + slots - 2 }
}

/** Stores, the warehouses that ship to them, and all other warehouses. */
export function stockBlocks(plan: Plan, stage: Stage = 'before-orders'): StockBlock[] {
  const { edges, stores, sources } = plan
  const storeNodes = stores.map(({ node }) => node)
  const near = (node: number): boolean =>
    edges.some(({ source, target }) => source === node && storeNodes.includes(target))
  const warehouses = sources.filter(({ warehouse }) => warehouse).map(({ node }) => node)
  const kinds: [name: string, nodes: number[]][] = [
    ['store stock', storeNodes],
    ['warehouse stock', warehouses.filter(near)],
    ['echelon stock', warehouses.filter((node) => !near(node))],
  ]
  return kinds
    .filter(([, nodes]) => nodes.length > 0)
    .map(([name, nodes]) => {
      const incoming = edges.filter(({ target }) => nodes.includes(target))
      const lengths = incoming.map(({ slots }) => {
        const { first, last } = aheadOf(plan, slots, stage)
        return last - first + 2
      })
      return { name, nodes, length: Math.max(...lengths) }
    })
}

export class StockObservation {
  readonly blocks: readonly Omit<Block, 'offset'>[]
  readonly size: number
  /** Pairs: observed number `observed[i]` has the state's number `summed[i]` as a summand; before orders alone. */
  readonly observed: Int32Array
  readonly summed: Int32Array
  private readonly plan: Plan
  private readonly entries: readonly Entry[]

  constructor(plan: Plan, stage: Stage = 'before-orders') {
    const kinds = stockBlocks(plan, stage)
    const delayed = plan.edges.filter(({ orderDelay }) => orderDelay > 0)
    this.plan = plan
    this.blocks = [
      ...kinds.map(({ name, nodes, length }): Omit<Block, 'offset'> => ({
        name,
        shape: [nodes.length, length],
        axis: 'node',
        kind: 'real',
        elements: nodes,
        unit: 'units on hand (below 0 what customers wait for), then those that arrive next, after that, …',
      })),
      ...delayed.map(({ index, orderDelay }): Omit<Block, 'offset'> => ({
        name: `orders on edge ${index}`,
        shape: [orderDelay],
        axis: 'flat',
        kind: 'real',
        unit: 'units of orders that reach the source now, next, …',
      })),
      ...(plan.owes ? [owedBlock(plan.edges.length)] : []),
    ]
    const passed = stage === 'before-demand' ? 1 : 0
    this.entries = [
      ...kinds.flatMap(({ nodes, length }) => nodes.flatMap((node) => this.rowOf(node, length, stage))),
      ...delayed.flatMap(({ index, orderDelay }) =>
        Array.from({ length: orderDelay }, (_, p) => ringEntry('ordered', index, p + passed)),
      ),
      ...(plan.owes ? plan.edges.map(({ index }) => ringEntry('owed', index, 0)) : []),
    ]
    this.size = this.entries.length
    const pairs = stage === 'before-orders' ? this.pairs() : []
    this.observed = Int32Array.from(pairs, ([observed]) => observed)
    this.summed = Int32Array.from(pairs, ([, summed]) => summed)
  }

  /** Writes the first `size` numbers of each row of worlds `from … to - 1`; rows are `width` long. */
  write(
    simulator: NetworkSimulator,
    from: number,
    to: number,
    rows: Float32Array | Float64Array,
    width: number,
  ): void {
    const { entries } = this
    const { batch, onHand } = simulator
    for (let o = 0; o < entries.length; o++) {
      const { node, terms } = entries[o]
      if (node >= 0 && terms.length === 0) {
        for (let w = from; w < to; w++) rows[w * width + o] = onHand[node * batch + w]
        continue
      }
      for (let i = 0; i < terms.length; i++) {
        const { ring, edge, ahead } = terms[i]
        const array = ring === 'owed' ? simulator.owed : simulator[ring][edge]
        const slot = this.slotOf(simulator.now, ring, edge, ahead) * batch
        if (i === 0) for (let w = from; w < to; w++) rows[w * width + o] = array[slot + w]
        else for (let w = from; w < to; w++) rows[w * width + o] += array[slot + w]
      }
      if (terms.length === 0) for (let w = from; w < to; w++) rows[w * width + o] = 0
    }
  }

  private slotOf(now: number, ring: Ring, edge: number, ahead: number): number {
    const { slots, orderDelay } = this.plan.edges[edge]
    if (ring === 'underWay') return (now + ahead) % slots
    return ring === 'ordered' ? (now + ahead) % orderDelay : edge
  }

  private rowOf(node: number, length: number, stage: Stage): Entry[] {
    const { plan } = this
    const incoming = plan.edges.filter(({ target }) => target === node)
    return Array.from({ length }, (_, p) => {
      if (p === 0) return { node, terms: [] }
      const terms = incoming.flatMap(({ index, slots }) => {
        const { first, last } = aheadOf(plan, slots, stage)
        const ahead = p - 1 + first
        return ahead <= last ? [{ ring: 'underWay' as const, edge: index, ahead }] : []
      })
      return { node: -1, terms }
    })
  }

  private pairs(): [observed: number, summed: number][] {
    const indices = stateIndices(this.plan)
    const first = this.plan.receiveFirst ? 1 : 0
    return this.entries.flatMap(({ node, terms }, o) => [
      ...(node >= 0 ? [[o, indices.onHand[node]] as [number, number]] : []),
      ...terms.map(({ ring, edge, ahead }): [number, number] => [
        o,
        indices[ring][edge] + (ring === 'underWay' ? ahead - first : ahead),
      ]),
    ])
  }
}

function ringEntry(ring: Ring, edge: number, ahead: number): Entry {
  return { node: -1, terms: [{ ring, edge, ahead }] }
}

function owedBlock(edges: number): Omit<Block, 'offset'> {
  return { name: 'owed', shape: [edges], axis: 'edge', kind: 'real', unit: 'units that the source owes' }
}

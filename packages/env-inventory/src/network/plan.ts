/** What the simulator and its adjoint both need to know of a network: `Plan`, `planNetwork`. */
import type { Network } from './network.ts'

/** What leaving costs. */
export interface ShippingPrices {
  /** Of a unit. */
  readonly unitCost: number
  /** Of a period in which anything is shipped. */
  readonly fixedCost: number
  /** Of a unit that the source owes or could not ship. */
  readonly unmetCost: number
}

/** One edge's place in the simulator's memory. Lengths count periods. */
export interface PlannedEdge extends ShippingPrices {
  readonly index: number
  readonly source: number
  readonly target: number
  /** Whether the source is a warehouse, whose stock runs out. */
  readonly rationed: boolean
  /** Slots of the ring that holds what is under way. */
  readonly slots: number
  /** Lead time where it is always the same, else -1. */
  readonly leadTime: number
  readonly orderDelay: number
  readonly capacity: number
  readonly transitCost: number
}

export interface PlannedStore {
  readonly node: number
  readonly holdingCost: number
  readonly underageCost: number
  readonly price: number
  /** Edges into it that cost anything. */
  readonly costly: readonly PlannedEdge[]
}

/** A supplier or a warehouse, and the edges along which it ships. */
export interface PlannedSource {
  readonly node: number
  readonly warehouse: boolean
  readonly outgoing: readonly number[]
  readonly holds: boolean
  readonly yield: number
  readonly holdingCost: number
  readonly operatingCost: number
  /** Of all that leaves, along any edge; undefined where that costs nothing. */
  readonly dispatch: ShippingPrices | undefined
  /** Edges into it that cost anything. */
  readonly costly: readonly PlannedEdge[]
}

export interface Plan {
  readonly nodes: number
  readonly edges: readonly PlannedEdge[]
  readonly stores: readonly PlannedStore[]
  readonly sources: readonly PlannedSource[]
  /** The sources that cost anything, those that ship to stores first: the reference sums the costs of each kind apart. */
  readonly groups: readonly (readonly PlannedSource[])[]
  readonly receiveFirst: boolean
  readonly lost: boolean
  readonly owes: boolean
  readonly proportional: boolean
  readonly integral: boolean
  readonly discount: number
  /** Whether customers who wait pay when they are served, so that who waits is part of the state. */
  readonly waiting: boolean
  /** Numbers of one world's state. */
  readonly stateSize: number
}

export function planNetwork(network: Network): Plan {
  const { nodes } = network
  const receiveFirst = network.sequence === 'receive-first'
  const owes = network.unmetOrders === 'backlogged'
  const edges = planEdges(network)
  const sources = planSources(network, edges)
  const stores = nodes.flatMap(({ kind, holdingCost, underageCost, price }, node) =>
    kind === 'store' ? [{ node, holdingCost, underageCost, price, costly: costlyInto(node, edges) }] : [],
  )
  const waiting = network.unmetDemand === 'backlogged' && stores.some(({ price }) => price > 0)
  const stocked = stores.length + sources.filter(({ warehouse }) => warehouse).length
  const perEdge = edges.map(({ slots, orderDelay }) => slots - 1 + orderDelay + (owes ? 1 : 0))
  return {
    nodes: nodes.length,
    edges,
    stores,
    sources,
    groups: planGroups(network, sources),
    receiveFirst,
    lost: network.unmetDemand === 'lost',
    owes,
    proportional: network.rationing === 'proportional',
    integral: network.integral,
    discount: network.discount,
    waiting,
    stateSize: stocked + perEdge.reduce((sum, size) => sum + size, 0) + (waiting ? stores.length : 0),
  }
}

function planEdges({ nodes, edges, sequence }: Network): PlannedEdge[] {
  return edges.map(({ leadTime, underWay, ...edge }, index) => ({
    index,
    source: edge.source,
    target: edge.target,
    rationed: nodes[edge.source].kind === 'warehouse',
    slots: Math.max(leadTime[1] + (sequence === 'receive-first' ? 0 : 1), underWay.length + 1),
    leadTime: leadTime[0] === leadTime[1] ? leadTime[0] : -1,
    orderDelay: edge.orderDelay,
    capacity: edge.capacity,
    unitCost: edge.unitCost,
    fixedCost: edge.fixedCost,
    transitCost: edge.transitCost,
    unmetCost: nodes[edge.source].underageCost,
  }))
}

function planSources({ nodes }: Network, edges: readonly PlannedEdge[]): PlannedSource[] {
  return nodes.flatMap(({ kind, ...node }, k) => {
    if (kind === 'store') return []
    return {
      node: k,
      warehouse: kind === 'warehouse',
      outgoing: edges.filter(({ source }) => source === k).map(({ index }) => index),
      holds: node.holds,
      yield: node.yield,
      holdingCost: node.holdingCost,
      operatingCost: node.operatingCost,
      dispatch:
        node.operatingCost > 0 || node.dispatchCost > 0
          ? { unitCost: node.operatingCost / node.yield, fixedCost: node.dispatchCost, unmetCost: 0 }
          : undefined,
      costly: costlyInto(k, edges),
    }
  })
}

function costlyInto(node: number, edges: readonly PlannedEdge[]): PlannedEdge[] {
  return edges.filter(
    ({ target, unitCost, fixedCost, transitCost, unmetCost }) =>
      target === node && unitCost + fixedCost + transitCost + unmetCost > 0,
  )
}

function planGroups({ nodes, edges }: Network, sources: readonly PlannedSource[]): PlannedSource[][] {
  const nearStores = ({ warehouse, outgoing }: PlannedSource): boolean =>
    warehouse && outgoing.some((e) => nodes[edges[e].target].kind === 'store')
  const charged = sources.filter(
    ({ warehouse, costly, dispatch }) => warehouse || costly.length > 0 || dispatch !== undefined,
  )
  const groups = [charged.filter(nearStores), charged.filter((source) => !nearStores(source))]
  return groups.filter((group) => group.length > 0)
}

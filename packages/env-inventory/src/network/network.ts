/** Inventory networks as data: `Network`, `NetworkNode`, `NetworkEdge`, and how one is described: `NetworkDescription`. */

/**
 * A place where stock lies, or where it comes from.
 *
 * `supplier`: outside, never short. `warehouse`: ships to others (an echelon is a warehouse that ships to one).
 * `store`: serves customers, ships to nobody.
 */
export type NodeKind = 'supplier' | 'warehouse' | 'store'

export interface NetworkNode {
  readonly name: string
  readonly kind: NodeKind
  /** Warehouses and stores: cost of a unit that lies here at the end of a period. */
  readonly holdingCost: number
  /** Cost of a unit that is owed at the end of a period, or lost in it: customers' demand, or orders of others. */
  readonly underageCost: number
  /** Stores: what a customer pays for a unit. */
  readonly price: number
  /** Warehouses and stores: units on hand when an episode begins. */
  readonly stock: number
  /** Warehouses: false for a transshipment centre, which ships all it has in every period. */
  readonly holds: boolean
  /** Warehouses: units shipped for each unit of stock used up, in (0, 1]. */
  readonly yield: number
  /** Warehouses: cost of a unit of stock used up. */
  readonly operatingCost: number
  /** Suppliers and warehouses: cost of a period in which anything leaves (the major cost of joint replenishment). */
  readonly dispatchCost: number
}

/** Who orders from whom: stock moves from `source` to `target`, which are node indices. */
export interface NetworkEdge {
  readonly source: number
  readonly target: number
  /** Periods from the order to the first in which the units can be used; uniform over [least, most], at most 1024. */
  readonly leadTime: readonly [least: number, most: number]
  /** Periods after which an order reaches whoever ships; at most 1024. */
  readonly orderDelay: number
  /** Most units shipped in one period; Infinity where there is no bound. */
  readonly capacity: number
  /** Cost of a unit shipped. */
  readonly unitCost: number
  /** Cost of a period in which anything is shipped. */
  readonly fixedCost: number
  /** Cost of a unit under way at the end of a period. */
  readonly transitCost: number
  /** Units under way when an episode begins, of those that arrive in period 0, 1, … (from 1 where receipts come first). */
  readonly underWay: readonly number[]
  /** Orders on their way when an episode begins: those that arrive in period 0, 1, …, `orderDelay` of them at most. */
  readonly ordered: readonly number[]
}

/** A network whose nodes and edges have been checked: acyclic, every store within reach of a supplier. */
export interface Network {
  readonly nodes: readonly NetworkNode[]
  readonly edges: readonly NetworkEdge[]
  /** Customers who find nothing wait, or are gone. */
  readonly unmetDemand: 'backlogged' | 'lost'
  /** Orders that whoever ships cannot fill are owed, or forgotten. */
  readonly unmetOrders: 'backlogged' | 'lost'
  /**
   * Whether what arrives in a period can be shipped on in it. `receive-first`: stock on hand includes what arrives now
   * (Alvo et al. 2023); lead times are at least 1. `order-first`: orders are filled out of what was there before
   * (OR-Gym); lead times may be 0.
   */
  readonly sequence: 'receive-first' | 'order-first'
  /**
   * Who gets what where orders exceed the stock. `proportional`: everybody the same share. `each`: each as though it were
   * alone, so that stock may be sold twice (OR-Gym, as published).
   */
  readonly rationing: 'proportional' | 'each'
  /** Whole units are ordered and shipped. */
  readonly integral: boolean
  /** Costs of period t count discount^t, in (0, 1]. */
  readonly discount: number
}

/** What may be left out. */
type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** A network as it is written down: edges name their nodes, and what is left out has the usual value. */
export interface NetworkDescription extends Optional<Omit<Network, 'nodes' | 'edges'>> {
  readonly nodes: readonly NodeDescription[]
  readonly edges: readonly EdgeDescription[]
}

export type NodeDescription = Optional<NetworkNode> & Pick<NetworkNode, 'name' | 'kind'>

export interface EdgeDescription extends Optional<Omit<NetworkEdge, 'source' | 'target' | 'leadTime'>> {
  readonly source: string
  readonly target: string
  /** Periods, or the least and most of a random lead time. */
  readonly leadTime: number | readonly [least: number, most: number]
}

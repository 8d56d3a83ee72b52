/** Where stock stands in what a central controller sees: `StockPlaces`, `stockPlaces`. */
import type { Network } from './network.ts'
import { planNetwork } from './plan.ts'
import { stockBlocks } from './stock-observation.ts'

/** Numbers of an observation, by their indices. */
export interface StockPlaces {
  /** By node: on hand (less what customers wait for), then what arrives next, after that, …; none of a supplier. */
  readonly rows: readonly (readonly number[])[]
  /** By edge: orders that reach its source now, next, …; none where orders take no time. */
  readonly orders: readonly (readonly number[])[]
  /** By edge: what its source owes; none where orders that cannot be filled are forgotten. */
  readonly owed: readonly (readonly number[])[]
  /** By node, what sums up to its position: its row, and orders of it that have not been shipped yet. */
  readonly positions: readonly (readonly number[])[]
  /** How many numbers of stock there are; all others follow them. */
  readonly size: number
}

export function stockPlaces(network: Network): StockPlaces {
  const plan = planNetwork(network)
  let size = 0
  const next = (length: number): number[] => Array.from({ length }, () => size++)
  const rows = network.nodes.map((): number[] => [])
  for (const { nodes, length } of stockBlocks(plan)) for (const node of nodes) rows[node] = next(length)
  const orders = plan.edges.map(({ orderDelay }) => next(orderDelay))
  const owed = plan.edges.map(() => next(plan.owes ? 1 : 0))
  const positions = rows.map((row, node) => {
    const unshipped = network.edges.flatMap(({ target }, e) =>
      target === node ? [...orders[e], ...owed[e]] : [],
    )
    return [...row, ...unshipped]
  })
  return { rows, orders, owed, positions, size }
}

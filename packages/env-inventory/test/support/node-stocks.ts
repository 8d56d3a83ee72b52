/** Stock by node, as the reference keeps it: on hand, then what arrives in 1, 2, … periods along any edge. */
import type { NetworkSimulator } from '../../src/network/simulator.ts'
import type { StockState } from './reference-traces.ts'

type Rows = readonly (readonly number[])[]

/** The stocks of world 0 in the shapes of `like`. */
export function nodeStocks(simulator: NetworkSimulator, like: StockState): StockState {
  let node = 0
  const take = (stocks: Rows): number[][] =>
    stocks.map((row) => {
      const found = row.map((_, p) => stockOf(simulator, node, p))
      node++
      return found
    })
  return {
    store_inventories: take(like.store_inventories),
    ...(like.warehouse_inventories && { warehouse_inventories: take(like.warehouse_inventories) }),
    ...(like.echelon_inventories && { echelon_inventories: take(like.echelon_inventories) }),
  }
}

/** Puts stocks into world 0; what is under way comes along the first edge into its node. */
export function setNodeStocks(simulator: NetworkSimulator, ...kinds: readonly (Rows | undefined)[]): void {
  kinds
    .flatMap((rows) => rows ?? [])
    .forEach(([onHand, ...arriving], node) => {
      simulator.onHand[node] = onHand
      const edge = simulator.plan.edges.find(({ target }) => target === node)!
      arriving.forEach((units, p) => {
        simulator.underWay[edge.index][(simulator.now + p + 1) % edge.slots] = units
      })
    })
}

function stockOf({ plan, now, onHand, underWay }: NetworkSimulator, node: number, p: number): number {
  if (p === 0) return onHand[node]
  return plan.edges
    .filter(({ target, slots }) => target === node && p < slots)
    .reduce((sum, { index, slots }) => sum + underWay[index][(now + p) % slots], 0)
}

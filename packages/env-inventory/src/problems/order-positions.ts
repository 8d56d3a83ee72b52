/** Inventory positions that count orders wherever they are: `OrderPositions`. */
import { type View, layout } from '@gauntlet/core'
import { FeatureBlocks } from '../network/features.ts'
import { planNetwork } from '../network/plan.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { stockPlaces } from '../network/stock-places.ts'

/** Numbers of an observation that add up to something of a node. */
interface Terms {
  readonly plus: readonly number[]
  readonly minus: readonly number[]
}

/**
 * Reads stock and orders out of what a central controller sees.
 *
 * Stock is what is on hand less what is owed to customers or to other nodes; the position adds all that is under way,
 * ordered and on its way to the source, or owed by it.
 */
export class OrderPositions {
  private readonly stock: readonly Terms[]
  private readonly position: readonly Terms[]
  /** By edge: where the order stands that reaches its source now, or -1 where orders take no time. */
  private readonly reaching: readonly number[]
  /** Where the last demand of each store stands, or -1 where it is not observed. */
  private readonly lastDemand: readonly number[]

  constructor(problem: NetworkProblem) {
    const { network, demand, pastDemand } = problem
    const { nodes, edges } = network
    const { rows, orders, owed, positions, size } = stockPlaces(network)
    this.reaching = orders.map(([now = -1]) => now)
    this.stock = nodes.map((_, node) => ({
      plus: rows[node].slice(0, 1),
      minus: edges.flatMap(({ source }, e) => (source === node ? owed[e] : [])),
    }))
    this.position = this.stock.map(({ minus }, node) => ({ plus: positions[node], minus }))
    const features = layout(...new FeatureBlocks(problem, planNetwork(network), 1).blocks)
    const past = features.find(({ name }) => name === 'past demand')
    this.lastDemand = Array.from({ length: demand.stores }, (_, s) =>
      past === undefined ? -1 : size + past.offset + (s + 1) * pastDemand - 1,
    )
  }

  stockOf(view: View, w: number, node: number): number {
    return sum(view, w, this.stock[node])
  }

  positionOf(view: View, w: number, node: number): number {
    return sum(view, w, this.position[node])
  }

  /** The order along edge e that its source is about to fill; 0 where orders take no time. */
  reachingAlong(view: View, w: number, e: number): number {
    const at = this.reaching[e]
    return at < 0 ? 0 : view.observations[w * view.spec.observation.shape[0] + at]
  }

  /** What customers of store s asked for last; 0 where that is not observed. */
  lastDemandOf(view: View, w: number, s: number): number {
    const at = this.lastDemand[s]
    return at < 0 ? 0 : view.observations[w * view.spec.observation.shape[0] + at]
  }
}

function sum({ observations, spec }: View, w: number, { plus, minus }: Terms): number {
  const from = w * spec.observation.shape[0]
  let total = 0
  for (let k = 0; k < plus.length; k++) total += observations[from + plus[k]]
  for (let k = 0; k < minus.length; k++) total -= observations[from + minus[k]]
  return total
}

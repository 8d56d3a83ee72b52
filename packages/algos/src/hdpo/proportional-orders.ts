/** Orders shared out in proportion: `ProportionalOrders`. */
import type { FloatArray } from '../dense/operations.ts'
import type { FlowGraph } from './flow-graph.ts'
import type { FlowMessageEdge } from './message-edges.ts'

/** In the denominator, as the reference has it. */
const TINY = 1e-10

/**
 * What is wanted along each edge, as orders: of a source that runs short, the share min(1, on hand / total) of what is
 * wanted of it, keeping stock among it; where nothing may be held, the share without the minimum. From outside, all.
 *
 * Where the share is just 1, it counts as short of it, as PyTorch's clip has it.
 * Source: Neural_inventory_control, `apply_proportional_allocation`.
 */
export class ProportionalOrders {
  private readonly graph: FlowGraph
  private readonly holds: boolean
  private readonly edges: number
  /** By node: the message edges whose wants its stock is shared among; none where it ships to nobody. */
  private readonly shared: readonly (readonly number[])[]
  private readonly order: readonly number[]

  constructor(graph: FlowGraph, edges: readonly FlowMessageEdge[], holds: boolean) {
    this.graph = graph
    this.holds = holds
    this.edges = edges.length
    this.order = edges.map(({ order }) => order)
    this.shared = graph.nodes.map(({ sells }, a) =>
      sells ? [] : edges.flatMap(({ source }, e) => (source === a ? [e] : [])),
    )
  }

  /** Shapes: `wanted` [rows, message edges]; writes `actions` [rows, edges]. */
  forward(observations: FloatArray, rows: number, wanted: FloatArray, actions: FloatArray): void {
    const { graph, shared, order, edges } = this
    for (let i = 0; i < rows; i++) {
      const row = i * graph.edges.length
      for (let e = 0; e < edges; e++) if (order[e] >= 0) actions[row + order[e]] = wanted[i * edges + e]
      for (let a = 0; a < shared.length; a++) {
        if (shared[a].length === 0) continue
        const share = this.shareOf(observations, wanted, i, a)
        for (let k = 0; k < shared[a].length; k++) {
          const e = shared[a][k]
          if (order[e] >= 0) actions[row + order[e]] = share * wanted[i * edges + e]
        }
      }
    }
  }

  /** `actions` are derivatives; overwrites `gradient` [rows, message edges], adds to `stock` [rows, width]. */
  backward(
    observations: FloatArray,
    rows: number,
    wanted: FloatArray,
    actions: FloatArray,
    gradient: FloatArray,
    stock: FloatArray,
  ): void {
    const { graph, shared, order, edges } = this
    for (let i = 0; i < rows; i++) {
      const row = i * graph.edges.length
      for (let e = 0; e < edges; e++) gradient[i * edges + e] = order[e] < 0 ? 0 : actions[row + order[e]]
      for (let a = 0; a < shared.length; a++) {
        if (shared[a].length > 0) this.backwardShare(observations, wanted, gradient, stock, i, a)
      }
    }
  }

  private backwardShare(
    observations: FloatArray,
    wanted: FloatArray,
    gradient: FloatArray,
    stock: FloatArray,
    i: number,
    a: number,
  ): void {
    const { graph, edges } = this
    const own = this.shared[a]
    const onHand = i * graph.width + graph.nodes[a].stock.offset
    let total = TINY
    let sum = 0
    for (let k = 0; k < own.length; k++) {
      total += wanted[i * edges + own[k]]
      sum += gradient[i * edges + own[k]] * wanted[i * edges + own[k]]
    }
    const share = observations[onHand] / total
    if (this.holds && share > 1) return
    stock[onHand] += sum / total
    for (let k = 0; k < own.length; k++) {
      gradient[i * edges + own[k]] = share * (gradient[i * edges + own[k]] - sum / total)
    }
  }

  private shareOf(observations: FloatArray, wanted: FloatArray, i: number, a: number): number {
    const { graph, shared, edges } = this
    let total = TINY
    for (let k = 0; k < shared[a].length; k++) total += wanted[i * edges + shared[a][k]]
    const share = observations[i * graph.width + graph.nodes[a].stock.offset] / total
    return this.holds && share > 1 ? 1 : share
  }
}

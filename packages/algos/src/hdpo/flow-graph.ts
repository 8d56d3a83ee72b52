/** What a spec says of a network that stock flows through: `FlowGraph`, `readFlowGraph`. */
import { type Block, type EnvironmentSpec, GauntletError, boundAt, product } from '@gauntlet/core'

/** A stretch of an observation. */
export interface Stretch {
  readonly offset: number
  readonly length: number
}

/** A node that holds stock: its row of an observation begins with what is on hand. */
export interface FlowNode {
  /** The spec's number of it. */
  readonly node: number
  readonly stock: Stretch
  /** Past demand, and features, where they are observed; empty else. */
  readonly past: Stretch
  readonly features: Stretch
  /** Whether customers are served here: nobody orders from it. */
  readonly sells: boolean
  /** Edges along which it ships, and those into it. */
  readonly outgoing: readonly number[]
  readonly incoming: readonly number[]
}

/** An edge, which an element of the action is the order along. */
export interface FlowEdge {
  /** Positions in `nodes`; -1 for a source that is never short. */
  readonly source: number
  readonly target: number
  /** Most that can be ordered. */
  readonly limit: number
  /** Lead time and unit cost, where they are observed; empty else. */
  readonly features: Stretch
}

export interface FlowGraph {
  /** Numbers of an observation. */
  readonly width: number
  /** Numbers of stock, which lie first. */
  readonly stockWidth: number
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

const NOWHERE: Stretch = { offset: 0, length: 0 }

/**
 * Reads the blocks whose names end in `stock` (by node: on hand, then what is under way), `past demand`, the blocks whose
 * names end in `features`, and the graph, whose edges the elements of an action must be.
 *
 * Errors: GauntletError naming what the spec lacks.
 */
export function readFlowGraph(spec: EnvironmentSpec): FlowGraph {
  const { observation, graph, action } = spec
  const stocks = observation.layout.filter(({ name, axis }) => axis === 'node' && name.endsWith('stock'))
  if (graph?.actions === undefined || stocks.length === 0 || action.kind !== 'box') {
    throw new GauntletError(
      'spec',
      'networks of stock: the spec lacks a graph, blocks of stock by node, or a box of orders',
    )
  }
  const order = graph.actions.map(({ kind, index }) => (kind === 'edge' ? index : -1))
  if (order.some((index, k) => index !== k) || order.length !== graph.edges.length) {
    throw new GauntletError(
      'spec',
      'networks of stock: the elements of an action are not the graph’s edges, in order',
    )
  }
  const holders = stocks.flatMap(elementsOf)
  const rowOf = (suffix: string, axis: Block['axis'], element: number): Stretch =>
    rowsNamed(observation.layout, suffix, axis).get(element) ?? NOWHERE
  const { high } = action
  return {
    width: product(observation.shape),
    stockWidth: stocks.reduce((sum, { shape }) => sum + product(shape), 0),
    nodes: holders.map((node) => ({
      node,
      stock: rowOf('stock', 'node', node),
      past: rowOf('past demand', 'node', node),
      features: rowOf('features', 'node', node),
      sells: !graph.edges.some(([source]) => source === node),
      outgoing: graph.edges.flatMap(([source], e) => (source === node ? [e] : [])),
      incoming: graph.edges.flatMap(([, target], e) => (target === node ? [e] : [])),
    })),
    edges: graph.edges.map(([source, target], e) => ({
      source: holders.indexOf(source),
      target: holders.indexOf(target),
      limit: boundAt(high, e),
      features: rowOf('features', 'edge', e),
    })),
  }
}

function elementsOf({ shape, elements }: Block): readonly number[] {
  return elements ?? Array.from({ length: shape[0] }, (_, k) => k)
}

/** Where each element's row lies, over all blocks of such names. */
function rowsNamed(layout: readonly Block[], suffix: string, axis: Block['axis']): Map<number, Stretch> {
  const rows = new Map<number, Stretch>()
  for (const block of layout) {
    if (block.axis !== axis || !block.name.endsWith(suffix)) continue
    const length = product(block.shape.slice(1))
    elementsOf(block).forEach((element, k) =>
      rows.set(element, { offset: block.offset + k * length, length }),
    )
  }
  return rows
}

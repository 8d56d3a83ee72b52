import { Seed, type Stream } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostArena } from '../src/dense/host-arena.ts'
import type { FlowEdge, FlowGraph, FlowNode } from '../src/hdpo/flow-graph.ts'
import { GraphNetwork } from '../src/hdpo/gnn.ts'

const STOCK = 3
const FEATURES = 4

/** Warehouses that order from outside, and stores connected to some of them, at least one each. */
function flowGraph(
  warehouses: number,
  stores: number,
  connected: (s: number, a: number) => boolean,
): FlowGraph {
  const count = warehouses + stores
  const flows = [
    ...Array.from({ length: stores }, (_, s) =>
      Array.from({ length: warehouses }, (__, a) => [a, warehouses + s] as const).filter(
        ([a]) => a === s % warehouses || connected(s, a),
      ),
    ).flat(),
    ...Array.from({ length: warehouses }, (_, a) => [-1, a] as const),
  ]
  const features = count * STOCK
  const leadTimes = features + count * FEATURES
  const edges = flows.map(([source, target], e): FlowEdge => {
    return { source, target, limit: 20, features: { offset: leadTimes + 2 * e, length: 2 } }
  })
  const nodes = Array.from({ length: count }, (_, a): FlowNode => {
    const at = (end: 'source' | 'target'): number[] =>
      edges.flatMap((edge, e) => (edge[end] === a ? [e] : []))
    return {
      node: a,
      stock: { offset: a * STOCK, length: STOCK },
      past: { offset: 0, length: 0 },
      features: { offset: features + a * FEATURES, length: a < warehouses ? 1 : FEATURES },
      sells: a >= warehouses,
      outgoing: at('source'),
      incoming: at('target'),
    }
  })
  return { width: leadTimes + 2 * edges.length, stockWidth: features, nodes, edges }
}

/** The same graph with nodes and edges in another order; `edges[e]` is what was edge `order[e]`. */
function renumbered(
  { nodes, edges, ...sizes }: FlowGraph,
  stream: Stream,
): { graph: FlowGraph; order: number[] } {
  const places = stream.shuffle(nodes.map((_, a) => a))
  const order = stream.shuffle(edges.map((_, e) => e))
  const placeOf = (a: number): number => (a < 0 ? -1 : places.indexOf(a))
  const edgeOf = (e: number): number => order.indexOf(e)
  const graph = {
    ...sizes,
    nodes: places.map((a) => ({
      ...nodes[a],
      outgoing: nodes[a].outgoing.map(edgeOf),
      incoming: nodes[a].incoming.map(edgeOf),
    })),
    edges: order.map((e) => ({
      ...edges[e],
      source: placeOf(edges[e].source),
      target: placeOf(edges[e].target),
    })),
  }
  return { graph, order }
}

function ordersOf(graph: FlowGraph, holds: boolean, observations: Float64Array, unit = 1): Float64Array {
  const arena = hostArena('float64')
  const network = new GraphNetwork(graph, { hidden: [5, 4], holds, unit }, arena, Seed.from(7).stream())
  const actions = new Float64Array(graph.edges.length)
  network.forward(observations, 1, network.trace(1), actions)
  return actions
}

test('renumbering nodes and edges renumbers the orders of the graph network', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 1_000_000 }),
      (warehouses, stores, holds, seed) => {
        const stream = Seed.from(seed).stream()
        const graph = flowGraph(warehouses, stores, () => stream.bernoulli(0.5))
        const observations = Float64Array.from({ length: graph.width }, () => 10 * stream.uniform())
        const plain = ordersOf(graph, holds, observations)
        const other = renumbered(graph, stream)
        const renamed = ordersOf(other.graph, holds, observations)
        other.order.forEach((e, k) => expect(renamed[k]).toBeCloseTo(plain[e], 10))
        // What warehouses ship is what they have at most.
        graph.nodes.slice(0, warehouses).forEach(({ outgoing, stock }) => {
          const shipped = outgoing.reduce((sum, e) => sum + plain[e], 0)
          expect(shipped).toBeLessThanOrEqual(observations[stock.offset] + 1e-9)
        })
      },
    ),
  )
})

/** A store whose features are past demand, without costs. */
function pastAlone(node: FlowNode): FlowNode {
  return node.sells ? { ...node, past: node.features, features: { offset: 0, length: 0 } } : node
}

test('who counts stock and demand in dozens orders dozens', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.integer({ min: 0, max: 1_000_000 }), (holds, seed) => {
      const stream = Seed.from(seed).stream()
      const flows = flowGraph(2, 3, () => stream.bernoulli(0.5))
      const graph = seed % 2 === 0 ? flows : { ...flows, nodes: flows.nodes.map(pastAlone) }
      const units = Float64Array.from({ length: graph.width }, () => 10 * stream.uniform())
      const dozens = units.slice()
      for (let k = 0; k < graph.stockWidth; k++) dozens[k] /= 12
      for (const { features, past } of graph.nodes.filter(({ sells }) => sells)) {
        for (let k = 2; k < features.length; k++) dozens[features.offset + k] /= 12
        for (let k = 0; k < past.length; k++) dozens[past.offset + k] /= 12
      }
      const expected = ordersOf(graph, holds, dozens)
      ordersOf(graph, holds, units, 12).forEach((order, e) => expect(order / 12).toBeCloseTo(expected[e], 10))
    }),
  )
})

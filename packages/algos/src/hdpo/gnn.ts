/** A graph network that decides along edges: `GraphNetwork`. */
import type { Stream } from '@gauntlet/core'
import { Mlp, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowGraph, FlowNode } from './flow-graph.ts'
import {
  type Link,
  type MessageEdge,
  Messages,
  endLinks,
  messageEdges,
  ownLinks,
  sumLinks,
} from './message-graph.ts'
import { multiply } from './multiply.ts'
import type { NetworkChoice } from './networks.ts'
import type { PolicyNetwork } from './policy-network.ts'
import { ProportionalOrders } from './proportional-orders.ts'

/** Of a store: what holding costs, and what a unit short costs or a unit sold pays. */
const COSTS = 2

export interface GraphTrace {
  readonly nodeFeatures: FloatArray
  readonly initialNode: MlpTrace
  readonly edgeInputs: FloatArray
  readonly initialEdge: MlpTrace
  readonly steps: readonly {
    readonly nodeInputs: FloatArray
    readonly nodeUpdate: MlpTrace
    readonly edgeInputs: FloatArray
    readonly edgeUpdate: MlpTrace
  }[]
  /** Embeddings of edges after the last step, [rows, edges, width]. */
  readonly edges: FloatArray
  readonly output: MlpTrace
  /** What is wanted along each edge, [rows, edges]. */
  readonly wanted: FloatArray
  observations: FloatArray
  rows: number
}

/**
 * Embeds nodes and edges, passes messages along edges (supplier, customer and stock that is kept among them), and reads an
 * order off every edge; sources that run short share out in proportion.
 *
 * Node features: stock, padded to the longest; then holding cost with underage cost, mean and deviation of demand (past
 * demand in their place where it is observed), or with the cost of a unit from outside. Edges see both ends and their lead
 * time. Messages are summed and divided by the square root of their number; updates are residual; there are as many steps
 * as edges on the longest way from node to node.
 * Source: Alvo et al. 2023 (version of 2025), the GNN; Neural_inventory_control, `GNN`. Differs: orders of a store that is
 * connected to some of several warehouses go to those warehouses, and stock, demand and orders are counted in units of
 * `unit`. Renumbering nodes renumbers the orders.
 */
export class GraphNetwork implements PolicyNetwork<GraphTrace> {
  readonly parts: readonly Mlp[]
  private readonly graph: FlowGraph
  private readonly arena: Arena
  private readonly width: number
  private readonly unit: number
  private readonly stockLength: number
  private readonly featureLength: number
  /** By node: where its features lie in an observation. */
  private readonly features: readonly (readonly Feature[])[]
  private readonly steps: number
  private readonly edges: readonly MessageEdge[]
  /** From nodes to edges that begin and to those that are updated, and to themselves; from edges to nodes and to themselves. */
  private readonly beginnings: Messages
  private readonly ends: Messages
  private readonly ownNodes: Messages
  private readonly sums: Messages
  private readonly ownEdges: Messages
  /** All embeddings of nodes, or of edges. */
  private readonly allNodes: Messages
  private readonly allEdges: Messages
  private readonly orders: ProportionalOrders
  private readonly initialNode: Mlp
  private readonly initialEdge: Mlp
  private readonly nodeUpdate: Mlp
  private readonly edgeUpdate: Mlp
  private readonly output: Mlp
  /** For as many rows as the largest trace has: derivatives on their way back. */
  private scratch: Scratch | undefined

  constructor(
    graph: FlowGraph,
    { hidden, holds, unit }: Omit<NetworkChoice, 'network'>,
    arena: Arena,
    stream: Stream,
  ) {
    const width = hidden[hidden.length - 1]
    this.graph = graph
    this.arena = arena
    this.width = width
    this.unit = unit
    this.stockLength = Math.max(...graph.nodes.map(({ stock }) => stock.length))
    this.features = graph.nodes.map((node) => featuresOf(graph, node, unit))
    this.featureLength = Math.max(...this.features.map(({ length }) => length))
    this.edges = messageEdges(graph, holds)
    const [n, m] = [graph.nodes.length * width, this.edges.length * width]
    const along = (fromStep: number, intoStep: number, links: readonly Link[], numbers = width): Messages =>
      new Messages(arena, numbers, fromStep, intoStep, links)
    const initialLength = this.edges.length * (2 * width + 1)
    this.beginnings = along(n, initialLength, endLinks(this.edges, width, 2 * width + 1, 0))
    this.ends = along(n, 3 * m, endLinks(this.edges, width, 3 * width, width))
    this.ownNodes = along(n, 3 * n, ownLinks(graph.nodes.length, width))
    this.sums = along(m, 3 * n, sumLinks(graph.nodes.length, this.edges, width))
    this.ownEdges = along(m, 3 * m, ownLinks(this.edges.length, width))
    this.allNodes = along(n, n, [[0, 0, 1]], n)
    this.allEdges = along(m, m, [[0, 0, 1]], m)
    this.orders = new ProportionalOrders(graph, this.edges, holds)
    this.steps = longestWay(graph)
    const mlp = (inputs: number, outputs: number, bias?: number): Mlp =>
      new Mlp(
        {
          inputs,
          hidden,
          outputs,
          hiddenActivation: 'elu',
          outputActivation: bias === undefined ? 'elu' : 'softplus',
          ...(bias !== undefined && { outputBias: bias }),
        },
        arena,
        stream,
      )
    this.initialNode = mlp(this.stockLength + this.featureLength, width)
    this.initialEdge = mlp(2 * width + 1, width)
    this.nodeUpdate = mlp(3 * width, width)
    this.edgeUpdate = mlp(3 * width, width)
    this.output = mlp(width, 1, 5)
    this.parts = [this.initialNode, this.initialEdge, this.nodeUpdate, this.edgeUpdate, this.output]
  }

  trace(rows: number): GraphTrace {
    const { arena, width, steps } = this
    const [n, m] = [rows * this.graph.nodes.length, rows * this.edges.length]
    if (this.scratch === undefined || this.scratch.rows < rows) this.scratch = this.scratchFor(rows)
    return {
      nodeFeatures: arena.floats(n * (this.stockLength + this.featureLength)),
      initialNode: this.initialNode.trace(n),
      edgeInputs: arena.floats(m * (2 * width + 1)),
      initialEdge: this.initialEdge.trace(m),
      steps: Array.from({ length: steps }, () => ({
        nodeInputs: arena.floats(n * 3 * width),
        nodeUpdate: this.nodeUpdate.trace(n),
        edgeInputs: arena.floats(m * 3 * width),
        edgeUpdate: this.edgeUpdate.trace(m),
      })),
      edges: arena.floats(m * width),
      output: this.output.trace(m),
      wanted: arena.floats(m),
      observations: arena.floats(0),
      rows: 0,
    }
  }

  private scratchFor(rows: number): Scratch {
    const { arena, width } = this
    const [n, m] = [rows * this.graph.nodes.length, rows * this.edges.length]
    return {
      rows,
      outputs: arena.floats(m),
      nodes: arena.floats(n * width),
      edges: arena.floats(m * width),
      nodeInputs: arena.floats(n * Math.max(3 * width, this.stockLength + this.featureLength)),
      edgeInputs: arena.floats(m * 3 * width),
    }
  }

  forward(observations: FloatArray, rows: number, trace: GraphTrace, actions: FloatArray): void {
    const { nodes } = this.scratch!
    const { edges } = trace
    const [n, m] = [rows * this.graph.nodes.length, rows * this.edges.length]
    trace.observations = observations
    trace.rows = rows
    this.readFeatures(observations, rows, trace.nodeFeatures)
    nodes.fill(0)
    this.allNodes.add(this.initialNode.forward(trace.nodeFeatures, n, trace.initialNode), rows, nodes)
    trace.edgeInputs.fill(0)
    this.beginnings.add(nodes, rows, trace.edgeInputs)
    this.readLeadTimes(observations, rows, trace.edgeInputs)
    edges.fill(0)
    this.allEdges.add(this.initialEdge.forward(trace.edgeInputs, m, trace.initialEdge), rows, edges)
    for (const { nodeInputs, nodeUpdate, edgeInputs, edgeUpdate } of trace.steps) {
      nodeInputs.fill(0)
      this.ownNodes.add(nodes, rows, nodeInputs)
      this.sums.add(edges, rows, nodeInputs)
      this.allNodes.add(this.nodeUpdate.forward(nodeInputs, n, nodeUpdate), rows, nodes)
      edgeInputs.fill(0)
      this.ownEdges.add(edges, rows, edgeInputs)
      this.ends.add(nodes, rows, edgeInputs)
      this.allEdges.add(this.edgeUpdate.forward(edgeInputs, m, edgeUpdate), rows, edges)
    }
    multiply(this.unit, this.output.forward(edges, m, trace.output), trace.wanted, m)
    this.orders.forward(observations, rows, trace.wanted, actions)
  }

  backward(trace: GraphTrace, actions: FloatArray, observations: FloatArray): void {
    const { outputs, nodes, edges, nodeInputs, edgeInputs } = this.scratch!
    const { rows } = trace
    observations.fill(0)
    this.orders.backward(trace.observations, rows, trace.wanted, actions, outputs, observations)
    multiply(this.unit, outputs, outputs, rows * this.edges.length)
    this.output.backward(trace.output, outputs, edges)
    nodes.fill(0)
    for (let k = this.steps - 1; k >= 0; k--) {
      const { nodeUpdate, edgeUpdate } = trace.steps[k]
      this.edgeUpdate.backward(edgeUpdate, edges, edgeInputs)
      this.ends.addBack(edgeInputs, rows, nodes)
      this.ownEdges.addBack(edgeInputs, rows, edges)
      this.nodeUpdate.backward(nodeUpdate, nodes, nodeInputs)
      this.sums.addBack(nodeInputs, rows, edges)
      this.ownNodes.addBack(nodeInputs, rows, nodes)
    }
    this.initialEdge.backward(trace.initialEdge, edges, edgeInputs)
    this.beginnings.addBack(edgeInputs, rows, nodes)
    this.initialNode.backward(trace.initialNode, nodes, nodeInputs)
    this.addStock(nodeInputs, rows, observations)
  }

  private readFeatures(observations: FloatArray, rows: number, features: FloatArray): void {
    const { graph, stockLength, featureLength, unit } = this
    const length = stockLength + featureLength
    for (let i = 0; i < rows; i++) {
      for (let a = 0; a < graph.nodes.length; a++) {
        const node = graph.nodes[a]
        const from = (i * graph.nodes.length + a) * length
        const row = i * graph.width
        for (let p = 0; p < node.stock.length; p++)
          features[from + p] = observations[row + node.stock.offset + p] / unit
        const own = this.features[a]
        for (let k = 0; k < own.length; k++)
          features[from + stockLength + k] = observations[row + own[k].place] / own[k].unit
      }
    }
  }

  /** The last input of each edge: 0 to customers, and of stock that is kept. */
  private readLeadTimes(observations: FloatArray, rows: number, inputs: FloatArray): void {
    const { graph, edges, width } = this
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const { order } = edges[e]
        const at = (i * edges.length + e) * (2 * width + 1) + 2 * width
        const features = order < 0 ? undefined : graph.edges[order].features
        inputs[at] =
          features === undefined || features.length === 0
            ? 0
            : observations[i * graph.width + features.offset]
      }
    }
  }

  /** Derivatives with respect to stock; features are given. */
  private addStock(gradient: FloatArray, rows: number, observations: FloatArray): void {
    const { graph, stockLength, featureLength, unit } = this
    const length = stockLength + featureLength
    for (let i = 0; i < rows; i++) {
      for (let a = 0; a < graph.nodes.length; a++) {
        const { stock } = graph.nodes[a]
        const from = (i * graph.nodes.length + a) * length
        for (let p = 0; p < stock.length; p++)
          observations[i * graph.width + stock.offset + p] += gradient[from + p] / unit
      }
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const part of this.parts) part.changed()
  }
}

interface Scratch {
  readonly rows: number
  readonly outputs: FloatArray
  readonly nodes: FloatArray
  readonly edges: FloatArray
  readonly nodeInputs: FloatArray
  readonly edgeInputs: FloatArray
}

interface Feature {
  /** Where it lies in an observation. */
  readonly place: number
  /** How much of it counts as one. */
  readonly unit: number
}

/** A node's features in their order: costs, where they are observed, and of those who sell what is known of demand. */
function featuresOf({ edges }: FlowGraph, node: FlowNode, unit: number): Feature[] {
  const { sells, features, past, incoming } = node
  const some = (offset: number, length: number, one: number): Feature[] =>
    Array.from({ length }, (_, k) => ({ place: offset + k, unit: one }))
  if (sells) {
    const costs = Math.min(COSTS, features.length)
    const demand =
      past.length > 0
        ? some(past.offset, past.length, unit)
        : some(features.offset + costs, features.length - costs, unit)
    return [...some(features.offset, costs, 1), ...demand]
  }
  const outside = incoming.map((e) => edges[e]).find(({ source }) => source < 0)
  const cost =
    outside !== undefined && outside.features.length > 1 ? some(outside.features.offset + 1, 1, 1) : []
  return [...some(features.offset, features.length, 1), ...cost]
}

/** Most edges on a way from one node to another. */
function longestWay({ nodes, edges }: FlowGraph): number {
  const depths = nodes.map(() => 0)
  for (let pass = 0; pass < nodes.length; pass++) {
    for (const { source, target } of edges) {
      if (source >= 0) depths[target] = Math.max(depths[target], depths[source] + 1)
    }
  }
  return Math.max(1, ...depths)
}

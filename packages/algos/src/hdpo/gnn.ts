/** A graph network that decides along edges: `GraphNetwork`. */
import type { Stream } from '@gauntlet/core'
import { MessageNetwork, type MessageTrace } from '../dense/message-network.ts'
import { Mlp, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowGraph, FlowNode } from './flow-graph.ts'
import { type FlowMessageEdge, messageEdges } from './message-edges.ts'
import { multiply } from './multiply.ts'
import type { NetworkChoice } from './networks.ts'
import type { PolicyNetwork } from './policy-network.ts'
import { ProportionalOrders } from './proportional-orders.ts'

/** Of a store: what holding costs, and what a unit short costs or a unit sold pays. */
const COSTS = 2

export interface GraphTrace {
  readonly messages: MessageTrace
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
  private readonly unit: number
  private readonly stockLength: number
  private readonly featureLength: number
  /** By node: where its features lie in an observation. */
  private readonly features: readonly (readonly Feature[])[]
  private readonly edges: readonly FlowMessageEdge[]
  private readonly messages: MessageNetwork
  private readonly orders: ProportionalOrders
  private readonly output: Mlp
  /** For as many rows as the largest trace has: derivatives on their way back. */
  private scratch: Scratch | undefined

  constructor(
    graph: FlowGraph,
    { hidden, holds, unit }: Omit<NetworkChoice, 'network'>,
    arena: Arena,
    stream: Stream,
  ) {
    this.graph = graph
    this.arena = arena
    this.unit = unit
    this.stockLength = Math.max(...graph.nodes.map(({ stock }) => stock.length))
    this.features = graph.nodes.map((node) => featuresOf(graph, node, unit))
    this.featureLength = Math.max(...this.features.map(({ length }) => length))
    this.edges = messageEdges(graph, holds)
    this.orders = new ProportionalOrders(graph, this.edges, holds)
    this.messages = new MessageNetwork(
      graph.nodes.length,
      this.edges,
      {
        nodeInputs: this.stockLength + this.featureLength,
        // Lead times.
        edgeInputs: 1,
        hidden,
        steps: longestWay(graph),
      },
      arena,
      stream,
    )
    this.output = new Mlp(
      {
        inputs: this.messages.width,
        hidden,
        outputs: 1,
        hiddenActivation: 'elu',
        outputActivation: 'softplus',
        outputBias: 5,
      },
      arena,
      stream,
    )
    this.parts = [...this.messages.parts, this.output]
  }

  trace(rows: number): GraphTrace {
    const { arena } = this
    const m = rows * this.edges.length
    if (this.scratch === undefined || this.scratch.rows < rows) this.scratch = this.scratchFor(rows)
    return {
      messages: this.messages.trace(rows),
      output: this.output.trace(m),
      wanted: arena.floats(m),
      observations: arena.floats(0),
      rows: 0,
    }
  }

  private scratchFor(rows: number): Scratch {
    const { arena } = this
    const { width } = this.messages
    const [n, m] = [rows * this.graph.nodes.length, rows * this.edges.length]
    return {
      rows,
      outputs: arena.floats(m),
      nodes: arena.floats(n * width),
      edges: arena.floats(m * width),
      nodeFeatures: arena.floats(n * (this.stockLength + this.featureLength)),
    }
  }

  forward(observations: FloatArray, rows: number, trace: GraphTrace, actions: FloatArray): void {
    const { messages } = trace
    const m = rows * this.edges.length
    trace.observations = observations
    trace.rows = rows
    this.readFeatures(observations, rows, messages.nodeFeatures)
    this.readLeadTimes(observations, rows, messages.edgeFeatures)
    this.messages.forward(rows, messages)
    multiply(this.unit, this.output.forward(messages.edges, m, trace.output), trace.wanted, m)
    this.orders.forward(observations, rows, trace.wanted, actions)
  }

  backward(trace: GraphTrace, actions: FloatArray, observations: FloatArray): void {
    const { outputs, nodes, edges, nodeFeatures } = this.scratch!
    const { rows } = trace
    observations.fill(0)
    this.orders.backward(trace.observations, rows, trace.wanted, actions, outputs, observations)
    multiply(this.unit, outputs, outputs, rows * this.edges.length)
    this.output.backward(trace.output, outputs, edges)
    nodes.fill(0)
    this.messages.backward(trace.messages, nodes, edges, nodeFeatures, undefined)
    this.addStock(nodeFeatures, rows, observations)
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

  /** 0 to customers, and of stock that is kept. */
  private readLeadTimes(observations: FloatArray, rows: number, leadTimes: FloatArray): void {
    const { graph, edges } = this
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const { order } = edges[e]
        const features = order < 0 ? undefined : graph.edges[order].features
        leadTimes[i * edges.length + e] =
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
  readonly nodeFeatures: FloatArray
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

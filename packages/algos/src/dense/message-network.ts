/** Embeddings of the nodes and edges of a graph: `MessageNetwork`, `MessageTrace`, `graphEdges`. */
import type { Graph, Stream } from '@gauntlet/core'
import { type Link, type MessageEdge, Messages, endLinks, ownLinks, sumLinks } from './messages.ts'
import { Mlp, type MlpTrace } from './mlp.ts'
import type { Arena, FloatArray } from './operations.ts'

export interface MessageShape {
  /** Features of a node and of an edge. */
  readonly nodeInputs: number
  readonly edgeInputs: number
  /** Units of the hidden layers of every perceptron; the last is the width of embeddings too. */
  readonly hidden: readonly number[]
  /** How often messages go along every edge. */
  readonly steps: number
}

/** What one forward pass reads and leaves for its backward pass. */
export interface MessageTrace {
  /** Features, to be written before `forward`: [rows, nodes, nodeInputs] and [rows, edges, edgeInputs]. */
  readonly nodeFeatures: FloatArray
  readonly edgeFeatures: FloatArray
  /** Embeddings after the last step: [rows, nodes, width] and [rows, edges, width]. */
  readonly nodes: FloatArray
  readonly edges: FloatArray
  readonly initialNode: MlpTrace
  readonly edgeInputs: FloatArray
  readonly initialEdge: MlpTrace
  readonly steps: readonly {
    readonly nodeInputs: FloatArray
    readonly nodeUpdate: MlpTrace
    readonly edgeInputs: FloatArray
    readonly edgeUpdate: MlpTrace
  }[]
  rows: number
}

/** Derivatives by the inputs of perceptrons, on their way back. */
interface Scratch {
  readonly rows: number
  readonly byNodeInputs: FloatArray
  readonly byEdgeInputs: FloatArray
}

/** The edges of a spec's graph, for messages. */
export function graphEdges({ edges }: Graph): MessageEdge[] {
  return edges.map(([source, target]) => ({ source, target }))
}

/**
 * Nodes are embedded by their features, edges by their ends and features; then, `steps` times, nodes are updated by the sums
 * of their edges, in and out, each divided by the square root of their number, and edges by their ends. Updates are residual,
 * by perceptrons with ELU that all nodes, or all edges, share: renumbering nodes and edges renumbers the embeddings, but for
 * rounding.
 * Source: Battaglia et al. 2018, section 3.2, without a global state; as in Alvo et al. 2023 (version of 2025), the GNN.
 */
export class MessageNetwork {
  readonly width: number
  readonly parts: readonly [initialNode: Mlp, initialEdge: Mlp, nodeUpdate: Mlp, edgeUpdate: Mlp]
  private readonly shape: MessageShape
  private readonly arena: Arena
  private readonly nodeCount: number
  private readonly edgeCount: number
  /** From nodes to edges that begin and to those that are updated, and to themselves; from edges to nodes and to themselves. */
  private readonly beginnings: Messages
  private readonly ends: Messages
  private readonly ownNodes: Messages
  private readonly sums: Messages
  private readonly ownEdges: Messages
  /** All embeddings of nodes, or of edges. */
  private readonly allNodes: Messages
  private readonly allEdges: Messages
  /** For as many rows as the largest trace has. */
  private scratch: Scratch | undefined

  constructor(
    nodes: number,
    edges: readonly MessageEdge[],
    shape: MessageShape,
    arena: Arena,
    stream: Stream,
  ) {
    const { nodeInputs, edgeInputs, hidden } = shape
    const width = hidden[hidden.length - 1]
    this.width = width
    this.shape = shape
    this.arena = arena
    this.nodeCount = nodes
    this.edgeCount = edges.length
    const [n, m] = [nodes * width, edges.length * width]
    const along = (fromStep: number, intoStep: number, links: readonly Link[], numbers = width): Messages =>
      new Messages(arena, numbers, fromStep, intoStep, links)
    const initial = 2 * width + edgeInputs
    this.beginnings = along(n, edges.length * initial, endLinks(edges, width, initial, 0))
    this.ends = along(n, 3 * m, endLinks(edges, width, 3 * width, width))
    this.ownNodes = along(n, 3 * n, ownLinks(nodes, width))
    this.sums = along(m, 3 * n, sumLinks(nodes, edges, width))
    this.ownEdges = along(m, 3 * m, ownLinks(edges.length, width))
    this.allNodes = along(n, n, [[0, 0, 1]], n)
    this.allEdges = along(m, m, [[0, 0, 1]], m)
    const mlp = (inputs: number): Mlp =>
      new Mlp(
        { inputs, hidden, outputs: width, hiddenActivation: 'elu', outputActivation: 'elu' },
        arena,
        stream,
      )
    this.parts = [mlp(nodeInputs), mlp(initial), mlp(3 * width), mlp(3 * width)]
  }

  trace(rows: number): MessageTrace {
    const { arena, width, parts } = this
    const { nodeInputs, edgeInputs, steps } = this.shape
    const [n, m] = [rows * this.nodeCount, rows * this.edgeCount]
    const [initialNode, initialEdge, nodeUpdate, edgeUpdate] = parts
    if (this.scratch === undefined || this.scratch.rows < rows) {
      this.scratch = {
        rows,
        byNodeInputs: arena.floats(n * 3 * width),
        byEdgeInputs: arena.floats(m * Math.max(3 * width, 2 * width + edgeInputs)),
      }
    }
    return {
      nodeFeatures: arena.floats(n * nodeInputs),
      edgeFeatures: arena.floats(m * edgeInputs),
      nodes: arena.floats(n * width),
      edges: arena.floats(m * width),
      initialNode: initialNode.trace(n),
      edgeInputs: arena.floats(m * (2 * width + edgeInputs)),
      initialEdge: initialEdge.trace(m),
      steps: Array.from({ length: steps }, () => ({
        nodeInputs: arena.floats(n * 3 * width),
        nodeUpdate: nodeUpdate.trace(n),
        edgeInputs: arena.floats(m * 3 * width),
        edgeUpdate: edgeUpdate.trace(m),
      })),
      rows: 0,
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const part of this.parts) part.changed()
  }

  /** From the trace's features to its embeddings. */
  forward(rows: number, trace: MessageTrace): void {
    const { nodes, edges } = trace
    const [initialNode, initialEdge, nodeUpdates, edgeUpdates] = this.parts
    const [n, m] = [rows * this.nodeCount, rows * this.edgeCount]
    trace.rows = rows
    nodes.fill(0)
    this.allNodes.add(initialNode.forward(trace.nodeFeatures, n, trace.initialNode), rows, nodes)
    trace.edgeInputs.fill(0)
    this.beginnings.add(nodes, rows, trace.edgeInputs)
    this.readFeatures(trace, m)
    edges.fill(0)
    this.allEdges.add(initialEdge.forward(trace.edgeInputs, m, trace.initialEdge), rows, edges)
    for (const { nodeInputs, nodeUpdate, edgeInputs, edgeUpdate } of trace.steps) {
      nodeInputs.fill(0)
      this.ownNodes.add(nodes, rows, nodeInputs)
      this.sums.add(edges, rows, nodeInputs)
      this.allNodes.add(nodeUpdates.forward(nodeInputs, n, nodeUpdate), rows, nodes)
      edgeInputs.fill(0)
      this.ownEdges.add(edges, rows, edgeInputs)
      this.ends.add(nodes, rows, edgeInputs)
      this.allEdges.add(edgeUpdates.forward(edgeInputs, m, edgeUpdate), rows, edges)
    }
  }

  /** An edge's features stand behind its ends. */
  private readFeatures({ edgeFeatures, edgeInputs }: MessageTrace, count: number): void {
    const { edgeInputs: own } = this.shape
    const before = 2 * this.width
    for (let e = 0; e < count; e++) {
      for (let k = 0; k < own; k++) edgeInputs[e * (before + own) + before + k] = edgeFeatures[e * own + k]
    }
  }

  /**
   * Adds to the gradients of the parts from derivatives by the embeddings, which it overwrites, [rows, nodes, width] and
   * [rows, edges, width]; those by the features go to arrays laid out as these are, where they are asked for.
   */
  backward(
    trace: MessageTrace,
    byNodes: FloatArray,
    byEdges: FloatArray,
    byNodeFeatures: FloatArray | undefined,
    byEdgeFeatures: FloatArray | undefined,
  ): void {
    const { byNodeInputs, byEdgeInputs } = this.scratch!
    const { rows } = trace
    const [initialNode, initialEdge, nodeUpdates, edgeUpdates] = this.parts
    for (let k = trace.steps.length - 1; k >= 0; k--) {
      const { nodeUpdate, edgeUpdate } = trace.steps[k]
      edgeUpdates.backward(edgeUpdate, byEdges, byEdgeInputs)
      this.ends.addBack(byEdgeInputs, rows, byNodes)
      this.ownEdges.addBack(byEdgeInputs, rows, byEdges)
      nodeUpdates.backward(nodeUpdate, byNodes, byNodeInputs)
      this.sums.addBack(byNodeInputs, rows, byEdges)
      this.ownNodes.addBack(byNodeInputs, rows, byNodes)
    }
    initialEdge.backward(trace.initialEdge, byEdges, byEdgeInputs)
    this.beginnings.addBack(byEdgeInputs, rows, byNodes)
    if (byEdgeFeatures !== undefined) this.writeFeatures(byEdgeInputs, rows * this.edgeCount, byEdgeFeatures)
    initialNode.backward(trace.initialNode, byNodes, byNodeFeatures)
  }

  private writeFeatures(byEdgeInputs: FloatArray, count: number, byEdgeFeatures: FloatArray): void {
    const { edgeInputs: own } = this.shape
    const before = 2 * this.width
    for (let e = 0; e < count; e++) {
      for (let k = 0; k < own; k++)
        byEdgeFeatures[e * own + k] = byEdgeInputs[e * (before + own) + before + k]
    }
  }
}

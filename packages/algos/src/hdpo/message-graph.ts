/** Along which messages go: `MessageEdge`, `messageEdges`, `MessageGraph`. */
import type { FloatArray } from '../dense/operations.ts'
import type { FlowGraph } from './flow-graph.ts'

/** An edge between embeddings; -1 where there is no node at an end (a supplier, customers). */
export interface MessageEdge {
  readonly source: number
  readonly target: number
  /** The edge of the flow that its order is along; -1 where nothing is ordered. */
  readonly order: number
}

/**
 * Edges between nodes, then from outside, to customers, and, unless nothing may be held, from every node that ships to
 * itself.
 */
export function messageEdges({ nodes, edges }: FlowGraph, holds: boolean): MessageEdge[] {
  const flows = edges.map(({ source, target }, order) => ({ source, target, order }))
  return [
    ...flows.filter(({ source }) => source >= 0),
    ...flows.filter(({ source }) => source < 0),
    ...nodes.flatMap(({ sells }, a) => (sells ? [{ source: a, target: -1, order: -1 }] : [])),
    ...nodes.flatMap(({ sells }, a) => (!sells && holds ? [{ source: a, target: a, order: -1 }] : [])),
  ]
}

/** Copies and sums of embeddings along edges, and their transposes. Arrays are [rows, nodes or edges, numbers]. */
export class MessageGraph {
  private readonly nodes: number
  private readonly edges: readonly MessageEdge[]
  private readonly width: number
  /** 1 / √ of how many messages come in and go out, by node. */
  private readonly incoming: Float64Array
  private readonly outgoing: Float64Array

  constructor(nodes: number, edges: readonly MessageEdge[], width: number) {
    const scale = (end: 'source' | 'target'): Float64Array =>
      Float64Array.from({ length: nodes }, (_, a) => {
        const count = edges.filter((edge) => edge[end] === a).length
        // The reference keeps degrees in float32, whatever the rest is in.
        return 1 / Math.fround(Math.sqrt(Math.max(1, count)))
      })
    this.nodes = nodes
    this.edges = edges
    this.width = width
    this.incoming = scale('target')
    this.outgoing = scale('source')
  }

  /** Writes source's and target's embedding into each edge's row, `length` long, from `at` on; zeros where there is none. */
  joinEnds(embeddings: FloatArray, rows: number, into: FloatArray, length: number, at: number): void {
    const { nodes, edges, width } = this
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const { source, target } = edges[e]
        const to = (i * edges.length + e) * length + at
        const from = (i * nodes + source) * width
        const also = (i * nodes + target) * width
        for (let k = 0; k < width; k++) {
          into[to + k] = source < 0 ? 0 : embeddings[from + k]
          into[to + width + k] = target < 0 ? 0 : embeddings[also + k]
        }
      }
    }
  }

  /** The transpose of `joinEnds`: adds to `embeddings`. */
  addEnds(from: FloatArray, rows: number, length: number, at: number, embeddings: FloatArray): void {
    const { nodes, edges, width } = this
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const { source, target } = edges[e]
        const row = (i * edges.length + e) * length + at
        const one = (i * nodes + source) * width
        const other = (i * nodes + target) * width
        if (source >= 0) for (let k = 0; k < width; k++) embeddings[one + k] += from[row + k]
        if (target >= 0) for (let k = 0; k < width; k++) embeddings[other + k] += from[row + width + k]
      }
    }
  }

  /** Writes each edge's embedding to the beginning of its row of three times the width. */
  place(embeddings: FloatArray, rows: number, into: FloatArray): void {
    const { edges, width } = this
    for (let i = 0; i < rows * edges.length; i++) {
      for (let k = 0; k < width; k++) into[3 * i * width + k] = embeddings[i * width + k]
    }
  }

  /** The transpose of `place`: adds to `embeddings`. */
  addPlaced(from: FloatArray, rows: number, embeddings: FloatArray): void {
    const { edges, width } = this
    for (let i = 0; i < rows * edges.length; i++) {
      for (let k = 0; k < width; k++) embeddings[i * width + k] += from[3 * i * width + k]
    }
  }

  /** Writes each node's embedding, and the scaled sums of the edges into and out of it, into rows of three times the width. */
  gather(nodes: FloatArray, edges: FloatArray, rows: number, into: FloatArray): void {
    const { width, incoming, outgoing } = this
    for (let i = 0; i < rows; i++) {
      for (let a = 0; a < this.nodes; a++) {
        const to = 3 * (i * this.nodes + a) * width
        const from = (i * this.nodes + a) * width
        for (let k = 0; k < width; k++) into[to + k] = nodes[from + k]
        for (let k = width; k < 3 * width; k++) into[to + k] = 0
      }
      for (let e = 0; e < this.edges.length; e++) {
        const { source, target } = this.edges[e]
        const from = (i * this.edges.length + e) * width
        if (target >= 0)
          addScaled(edges, from, into, 3 * (i * this.nodes + target) * width + width, incoming[target], width)
        if (source >= 0)
          addScaled(
            edges,
            from,
            into,
            3 * (i * this.nodes + source) * width + 2 * width,
            outgoing[source],
            width,
          )
      }
    }
  }

  /** The transpose of `gather`: adds to `nodes` and `edges`. */
  scatter(from: FloatArray, rows: number, nodes: FloatArray, edges: FloatArray): void {
    const { width, incoming, outgoing } = this
    for (let i = 0; i < rows; i++) {
      for (let a = 0; a < this.nodes; a++) {
        addScaled(from, 3 * (i * this.nodes + a) * width, nodes, (i * this.nodes + a) * width, 1, width)
      }
      for (let e = 0; e < this.edges.length; e++) {
        const { source, target } = this.edges[e]
        const to = (i * this.edges.length + e) * width
        if (target >= 0)
          addScaled(from, 3 * (i * this.nodes + target) * width + width, edges, to, incoming[target], width)
        if (source >= 0)
          addScaled(
            from,
            3 * (i * this.nodes + source) * width + 2 * width,
            edges,
            to,
            outgoing[source],
            width,
          )
      }
    }
  }
}

function addScaled(
  from: FloatArray,
  fromAt: number,
  to: FloatArray,
  toAt: number,
  scale: number,
  length: number,
): void {
  for (let k = 0; k < length; k++) to[toAt + k] += scale * from[fromAt + k]
}

/** Along which messages go between nodes of a flow: `FlowMessageEdge`, `messageEdges`. */
import type { MessageEdge } from '../dense/messages.ts'
import type { FlowGraph } from './flow-graph.ts'

/** An end is -1 at a supplier and at customers. */
export interface FlowMessageEdge extends MessageEdge {
  /** The edge of the flow that its order is along; -1 where nothing is ordered. */
  readonly order: number
}

/**
 * Edges between nodes, then from outside, to customers, and, unless nothing may be held, from every node that ships to
 * itself.
 */
export function messageEdges({ nodes, edges }: FlowGraph, holds: boolean): FlowMessageEdge[] {
  const flows = edges.map(({ source, target }, order) => ({ source, target, order }))
  return [
    ...flows.filter(({ source }) => source >= 0),
    ...flows.filter(({ source }) => source < 0),
    ...nodes.flatMap(({ sells }, a) => (sells ? [{ source: a, target: -1, order: -1 }] : [])),
    ...nodes.flatMap(({ sells }, a) => (!sells && holds ? [{ source: a, target: a, order: -1 }] : [])),
  ]
}

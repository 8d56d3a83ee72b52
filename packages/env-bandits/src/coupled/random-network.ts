/** Networks with a way from everywhere to everywhere: `randomNetwork`. */
import type { Stream } from '@gauntlet/core'
import type { Edges } from './routing-sets.ts'

/**
 * A random recursive tree, in which node v > 0 joins one of those before it, and half as many edges again as it has,
 * each between two nodes that are not joined yet.
 */
export function randomNetwork(stream: Stream, nodes: number): Edges {
  const edges: [number, number][] = []
  const joined = new Set<number>()
  const join = (tail: number, head: number): void => {
    edges.push([tail, head])
    joined.add(tail * nodes + head)
  }
  for (let v = 1; v < nodes; v++) join(stream.integer(v), v)
  const most = Math.min(Math.floor((3 * (nodes - 1)) / 2), (nodes * (nodes - 1)) / 2)
  while (edges.length < most) {
    const head = 1 + stream.integer(nodes - 1)
    const tail = stream.integer(head)
    if (!joined.has(tail * nodes + head)) join(tail, head)
  }
  return edges
}

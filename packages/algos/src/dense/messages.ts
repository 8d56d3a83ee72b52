/** Sums along the edges of a graph: `MessageEdge`, `Messages`; `endLinks`, `sumLinks`, `ownLinks`. */
import type { Arena, FloatArray } from './operations.ts'

/** An edge between embeddings; -1 where there is no node at an end. */
export interface MessageEdge {
  readonly source: number
  readonly target: number
}

/** Sums along links, one for each row of a batch: what `from` [rows, …] adds to `into` [rows, …]. */
export class Messages {
  private readonly arena: Arena
  private readonly width: number
  /** Numbers of a row of either side. */
  private readonly fromStep: number
  private readonly intoStep: number
  private readonly links: FloatArray
  private readonly transposed: FloatArray

  /** `links` are [where from, where to, times what], each for `width` numbers. */
  constructor(arena: Arena, width: number, fromStep: number, intoStep: number, links: readonly Link[]) {
    this.arena = arena
    this.width = width
    this.fromStep = fromStep
    this.intoStep = intoStep
    this.links = arena.floats(3 * links.length)
    this.links.set(links.flat())
    this.transposed = arena.floats(3 * links.length)
    this.transposed.set(links.flatMap(([from, into, scale]) => [into, from, scale]))
  }

  add(from: FloatArray, rows: number, into: FloatArray): void {
    const { arena, width, fromStep, intoStep, links } = this
    arena.operations.addLinked(from, fromStep, into, intoStep, rows, links, width)
  }

  /** The other way round, for derivatives: adds what came of `into` to that of `from`. */
  addBack(into: FloatArray, rows: number, from: FloatArray): void {
    const { arena, width, fromStep, intoStep, transposed } = this
    arena.operations.addLinked(into, intoStep, from, fromStep, rows, transposed, width)
  }
}

export type Link = readonly [from: number, into: number, scale: number]

/** The embeddings of its two ends, from `at` on in each edge's row of `length` numbers; nothing where there is no node. */
export function endLinks(edges: readonly MessageEdge[], width: number, length: number, at: number): Link[] {
  return edges.flatMap(({ source, target }, e) => {
    const to = e * length + at
    const links: Link[] = []
    if (source >= 0) links.push([source * width, to, 1])
    if (target >= 0) links.push([target * width, to + width, 1])
    return links
  })
}

/** The sums of edges into and out of it in each node's row of three times the width, after its own embedding. */
export function sumLinks(nodes: number, edges: readonly MessageEdge[], width: number): Link[] {
  const scale = (end: 'source' | 'target'): number[] =>
    Array.from({ length: nodes }, (_, a) => {
      const count = edges.filter((edge) => edge[end] === a).length
      // The reference keeps degrees in float32, whatever the rest is in.
      return 1 / Math.fround(Math.sqrt(Math.max(1, count)))
    })
  const [incoming, outgoing] = [scale('target'), scale('source')]
  return edges.flatMap(({ source, target }, e) => {
    const links: Link[] = []
    if (target >= 0) links.push([e * width, (3 * target + 1) * width, incoming[target]])
    if (source >= 0) links.push([e * width, (3 * source + 2) * width, outgoing[source]])
    return links
  })
}

/** The own embedding at the beginning of each row of three times the width. */
export function ownLinks(count: number, width: number): Link[] {
  return Array.from({ length: count }, (_, a) => [a * width, 3 * a * width, 1])
}

/** Arms on a round trip: `RoutingSets`. */
import type { Stream } from '@gauntlet/core'
import { drawMaximal, growDownwardClosed } from './downward-closed.ts'
import type { Family } from './family.ts'
import type { Programme } from './programme.ts'
import type { SubsetTree } from './subset-tree.ts'
import { requireWhole } from './whole-numbers.ts'

/** Edges of an undirected graph: the nodes that each joins. */
export type Edges = readonly (readonly [number, number])[]

/** Most arms pulled on a trip: the exact test orders them, at a cost of 2^arms. */
export const LONGEST_TRIP = 12

/**
 * Sets of at most `budget` nodes that lie on one closed walk from the source and back, of at most `length` edges. Edges
 * and nodes may be walked again.
 *
 * Exact test: the shortest tour through the nodes, over distances in the graph (Held and Karp 1962).
 * Source: SEQUOIA (arXiv 2503.01919), path-constrained domain. Differs: the walker may wait, so that shorter walks count;
 * the reference's programme pulls nodes that the walk never reaches.
 */
export class RoutingSets implements Family {
  readonly elements: number
  readonly words: string
  readonly edges: Edges
  readonly source: number
  readonly budget: number
  readonly length: number
  /** [nodes, nodes]: fewest edges from one node to another */
  readonly distances: Float64Array
  /** Nodes of the subset under test, without the source. */
  private readonly stops: Int32Array
  /** [2^stops, stops]: fewest edges from the source through all of a set of stops, ending at one of them */
  private readonly tours: Float64Array

  /** Errors: ParameterError where a number is not whole or out of range; the budget is at most `LONGEST_TRIP`. */
  constructor(nodes: number, edges: Edges, source: number, budget: number, length: number) {
    requireWhole('nodes', nodes, 1)
    requireWhole('source', source, 0, nodes - 1)
    requireWhole('budget', budget, 0, LONGEST_TRIP)
    requireWhole('length', length, 0)
    for (const [k, edge] of edges.entries())
      for (const v of edge) requireWhole(`edges[${k}]`, v, 0, nodes - 1)
    this.elements = nodes
    this.edges = edges
    this.source = source
    this.budget = budget
    this.length = length
    this.words = `at most ${budget} nodes on a closed walk from node ${source} of at most ${length} edges`
    this.distances = distancesOf(nodes, edges)
    const stops = Math.min(budget, nodes)
    this.stops = new Int32Array(stops)
    this.tours = new Float64Array((1 << stops) * stops)
  }

  contains(subsets: Uint8Array, from: number): boolean {
    const { elements, source, stops, distances, length } = this
    let size = 0
    let count = 0
    for (let v = 0; v < elements; v++) {
      if (subsets[from + v] === 0) continue
      if (++size > this.budget || 2 * distances[source * elements + v] > length) return false
      if (v !== source) stops[count++] = v
    }
    return this.shortestTour(count) <= length
  }

  enumerate(limit: number): SubsetTree | undefined {
    return growDownwardClosed(this.elements, (subsets, from) => this.contains(subsets, from), limit)
  }

  /**
   * A walk uses an edge 0, 1 or 2 times (two uses more can always be left out), every node an even number of times
   * in all, and its edges carry one unit of flow from the source to every other node that is pulled.
   */
  constrain(programme: Programme): void {
    const { elements, edges, source, budget, length } = this
    for (let v = 0; v < elements; v++) programme.column(0, 1, 'whole')
    const uses = edges.map(() => programme.column(0, 2, 'whole'))
    const visits = Array.from({ length: elements }, () =>
      programme.column(0, Math.floor(length / 2), 'whole'),
    )
    const forth = edges.map(() => programme.column(0, budget))
    const back = edges.map(() => programme.column(0, budget))
    for (let v = 0; v < elements; v++) programme.add(v, 1)
    programme.end(-Infinity, budget)
    for (const use of uses) programme.add(use, 1)
    programme.end(-Infinity, length)
    for (let v = 0; v < elements; v++) {
      for (const [e, ends] of edges.entries()) if (ends.includes(v)) programme.add(uses[e], 1)
      programme.add(visits[v], -2)
      programme.end(0, 0)
      if (v === source) continue
      programme.add(v, 1)
      programme.add(visits[v], -1)
      programme.end(-Infinity, 0)
      for (const [e, [tail, head]] of edges.entries()) {
        if (v !== tail && v !== head) continue
        programme.add(forth[e], v === head ? 1 : -1)
        programme.add(back[e], v === tail ? 1 : -1)
      }
      programme.add(v, -1)
      programme.end(0, 0)
    }
    for (let e = 0; e < edges.length; e++) {
      programme.add(forth[e], 1)
      programme.add(back[e], 1)
      programme.add(uses[e], -budget)
      programme.end(-Infinity, 0)
    }
  }

  draw(stream: Stream, scratch: Int32Array, subsets: Uint8Array, from: number): void {
    drawMaximal((sets, at) => this.contains(sets, at), stream, scratch, subsets, from)
  }

  /** Edges of the shortest closed walk from the source through the first `count` stops. */
  private shortestTour(count: number): number {
    const { stops, tours, distances, elements, source } = this
    if (count === 0) return 0
    const sets = 1 << count
    for (let set = 1; set < sets; set++) {
      for (let i = 0; i < count; i++) {
        if ((set & (1 << i)) === 0) continue
        const before = set & ~(1 << i)
        let shortest = before === 0 ? distances[source * elements + stops[i]] : Infinity
        for (let k = 0; k < count; k++) {
          if ((before & (1 << k)) === 0) continue
          const through = tours[before * count + k] + distances[stops[k] * elements + stops[i]]
          if (through < shortest) shortest = through
        }
        tours[set * count + i] = shortest
      }
    }
    let shortest = Infinity
    for (let i = 0; i < count; i++) {
      const whole = tours[(sets - 1) * count + i] + distances[stops[i] * elements + source]
      if (whole < shortest) shortest = whole
    }
    return shortest
  }
}

/** Fewest edges between any two nodes; Infinity where there is no way. */
function distancesOf(nodes: number, edges: Edges): Float64Array {
  const distances = new Float64Array(nodes * nodes).fill(Infinity)
  for (let v = 0; v < nodes; v++) distances[v * nodes + v] = 0
  for (const [tail, head] of edges) distances[tail * nodes + head] = distances[head * nodes + tail] = 1
  for (let k = 0; k < nodes; k++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        const through = distances[i * nodes + k] + distances[k * nodes + j]
        if (through < distances[i * nodes + j]) distances[i * nodes + j] = through
      }
    }
  }
  return distances
}

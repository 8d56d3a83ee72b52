/** Inventory positions in observations: `Positions`, `positionsOf`, `sumOf`. */
import type { NetworkProblem } from '../network/problem.ts'
import { stockPlaces } from '../network/stock-places.ts'
import { homeEdges } from './home-edges.ts'

/** Numbers of an observation, by their indices. */
export interface Positions {
  /** By node: on hand (less what customers wait for), then what arrives next, after that, …; none of a supplier. */
  readonly rows: readonly Int32Array[]
  /**
   * By edge, what sums up to the local position of the node that it leads to: the node's row, and orders that have not
   * been shipped yet.
   */
  readonly local: readonly Int32Array[]
  /** By edge, likewise to the echelon position: the same, and the rows of all nodes that are served from there. */
  readonly echelon: readonly Int32Array[]
}

/** A node is served from where its home edge (`homeEdges`) begins, and from all above. */
export function positionsOf({ network }: NetworkProblem): Positions {
  const { nodes, edges } = network
  const { rows, positions } = stockPlaces(network)
  const homes = homeEdges(network)
  const below = (node: number): number[] =>
    nodes.flatMap((_, target) =>
      homes[target] >= 0 && edges[homes[target]].source === node ? [...rows[target], ...below(target)] : [],
    )
  return {
    rows: rows.map((row) => Int32Array.from(row)),
    local: edges.map(({ target }) => Int32Array.from(positions[target])),
    echelon: edges.map(({ target }) => Int32Array.from([...positions[target], ...below(target)])),
  }
}

/** The sum of the numbers `indices` of the row that begins at `from`. */
export function sumOf(observations: Float32Array, from: number, indices: Int32Array): number {
  let sum = 0
  for (let i = 0; i < indices.length; i++) sum += observations[from + indices[i]]
  return sum
}

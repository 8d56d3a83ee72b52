/** Subsets as a tree of prefixes: `SubsetTree`, `growSubsets`. */

/**
 * Many subsets, sorted: node 0 is the empty one, and every other node adds one element, above all of its parent's.
 * Nodes stand in depth-first order, so that one pass over them builds whatever adds up along a subset.
 */
export interface SubsetTree {
  /** Node of the same subset without its last element; 0 for node 0. [nodes] */
  readonly parents: Int32Array
  /** Greatest element; 0 for node 0. [nodes] */
  readonly lasts: Uint16Array
  /** Number of elements. [nodes] */
  readonly sizes: Uint16Array
  /** Whether the subset is one of those, rather than only the beginning of some. [nodes] */
  readonly members: Uint8Array
  /** How many are. */
  readonly count: number
}

/**
 * The subsets of `elements` things that `contains` accepts, where `reaches` says whether one of them begins with the
 * subset. `undefined` where there are more than `limit`.
 */
export function growSubsets(
  elements: number,
  contains: (subset: Uint8Array) => boolean,
  reaches: (subset: Uint8Array) => boolean,
  limit: number,
): SubsetTree | undefined {
  const parents: number[] = []
  const lasts: number[] = []
  const sizes: number[] = []
  const members: number[] = []
  const subset = new Uint8Array(elements)
  let count = 0
  const visit = (parent: number, last: number, size: number): boolean => {
    const node = parents.length
    const member = contains(subset)
    parents.push(parent)
    lasts.push(last)
    sizes.push(size)
    members.push(member ? 1 : 0)
    if (member && ++count > limit) return false
    for (let k = size === 0 ? 0 : last + 1; k < elements; k++) {
      subset[k] = 1
      const within = !reaches(subset) || visit(node, k, size + 1)
      subset[k] = 0
      if (!within) return false
    }
    return true
  }
  if (!visit(0, 0, 0)) return undefined
  return {
    parents: Int32Array.from(parents),
    lasts: Uint16Array.from(lasts),
    sizes: Uint16Array.from(sizes),
    members: Uint8Array.from(members),
    count,
  }
}

/** Writes a node's subset to `from` on. */
export function writeSubset(
  { parents, lasts }: SubsetTree,
  node: number,
  subsets: Uint8Array,
  from: number,
  elements: number,
): void {
  subsets.fill(0, from, from + elements)
  for (let k = node; k > 0; k = parents[k]) subsets[from + lasts[k]] = 1
}

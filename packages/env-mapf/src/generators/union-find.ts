/** What hangs together, as more and more is joined: `find`. */

/**
 * The representative of what a number hangs together with; two are joined by making one's the other's parent.
 *
 * Shapes: `parent` [numbers], the way to each number's representative, which is its own parent; ways are halved.
 * Source: Tarjan and van Leeuwen 1984, "Worst-case analysis of set union algorithms", path halving.
 */
export function find(parent: Int32Array, number: number): number {
  let at = number
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]]
    at = parent[at]
  }
  return at
}

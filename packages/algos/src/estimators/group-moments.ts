/** Sizes, means and spreads of returns by group: `groupMeans`, `groupSpreads`. */

export interface GroupMeans {
  /** By group: how many trajectories it has */
  readonly sizes: Int32Array
  /** By group: the mean of their returns; NaN of a group without any */
  readonly means: Float64Array
}

export function groupMeans(returns: Float64Array, groups: Int32Array): GroupMeans {
  let count = 0
  for (const group of groups) count = Math.max(count, group + 1)
  const sizes = new Int32Array(count)
  const means = new Float64Array(count)
  for (let i = 0; i < returns.length; i++) {
    sizes[groups[i]]++
    means[groups[i]] += returns[i]
  }
  for (let g = 0; g < count; g++) means[g] /= sizes[g]
  return { sizes, means }
}

/** Standard deviations by group, with `ddof` degrees of freedom taken off. */
export function groupSpreads(
  returns: Float64Array,
  groups: Int32Array,
  { sizes, means }: GroupMeans,
  ddof: 0 | 1,
): Float64Array {
  const squares = new Float64Array(sizes.length)
  for (let i = 0; i < returns.length; i++) {
    const d = returns[i] - means[groups[i]]
    squares[groups[i]] += d * d
  }
  return squares.map((sum, g) => Math.sqrt(sum / Math.max(1, sizes[g] - ddof)))
}

/** Quantiles of a sample: `quantile`. */

/**
 * The p-quantile of ascending values, interpolated linearly between neighbours: numpy's default, Hyndman and Fan's type 7.
 *
 * Ranges: p in [0, 1], at least one value. Rounds as numpy does: from the nearer neighbour.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p
  const i = Math.floor(position)
  const low = sorted[i]
  const high = sorted[Math.min(i + 1, sorted.length - 1)]
  const share = position - i
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
}

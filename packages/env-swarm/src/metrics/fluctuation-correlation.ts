/** How far agents deviate together: `fluctuationCorrelation`, `correlationLength`. */
import type { NeighbourGrid } from '../neighbours/neighbour-grid.ts'
import { requireNumbers } from '../require-input.ts'
import { binOf, requireEdges } from './distance-bins.ts'

/** Fluctuations smaller than this share of the velocities are rounding. */
const ROUNDING = 1e-12

/**
 * C(r): the mean of u_i . u_j over pairs whose distance, the shortest way, is in a bin, over the mean of |u|^2, where u is an
 * agent's velocity less the mean velocity. 1 where neighbours deviate alike, below 0 where against each other; u_j is as
 * seen from i, mirrored through a twisted seam.
 *
 * Of the agents that `grid` has sorted. Shapes: `velocities` [agents, 2], of all rows sorted and of any speed; `edges` [bins + 1], rising; `values`
 * and `pairs` [bins] are overwritten with C and the number of pairs; bin b holds edges[b] <= r < edges[b + 1]. NaN without a
 * pair, and where nobody deviates. The time grows with the pairs nearer than the last edge; allocates nothing.
 * Errors: ParameterError where edges do not rise, or an array has another length.
 * Source: Cavagna et al. 2010, "Scale-free correlations in starling flocks", the correlation function, with C(0) = 1.
 */
export function fluctuationCorrelation(
  grid: NeighbourGrid,
  velocities: Float64Array,
  edges: Float64Array,
  values: Float64Array,
  pairs: Float64Array,
): void {
  requireEdges(edges, values.length)
  requireNumbers('pairs', pairs, values.length)
  requireNumbers('velocities', velocities, 2 * grid.cells.agents)
  const { others, squares, images, space } = grid
  const { count, order } = grid.cells
  let meanX = 0
  let meanY = 0
  for (let k = 0; k < count; k++) {
    meanX += velocities[2 * order[k]] / count
    meanY += velocities[2 * order[k] + 1] / count
  }
  values.fill(0)
  pairs.fill(0)
  grid.suit(edges[values.length])
  for (let k = 0; k < count; k++) {
    const i = 2 * order[k]
    const x = velocities[i] - meanX
    const y = velocities[i + 1] - meanY
    const found = grid.gather(order[k], edges[values.length], true)
    for (let f = 0; f < found; f++) {
      const b = binOf(edges, Math.sqrt(squares[f]))
      if (b < 0) continue
      const j = 2 * others[f]
      const { flipX, flipY } = space.images[images[f]]
      values[b] += flipX * x * (velocities[j] - meanX) + flipY * y * (velocities[j + 1] - meanY)
      pairs[b]++
    }
  }
  const square = meanSquare(grid, velocities, meanX, meanY)
  for (let b = 0; b < values.length; b++) values[b] /= pairs[b] * square
}

/** The mean of |u|^2; NaN where nobody deviates. */
function meanSquare(
  { cells: { count, order } }: NeighbourGrid,
  velocities: Float64Array,
  meanX: number,
  meanY: number,
): number {
  let sum = 0
  for (let k = 0; k < count; k++) {
    const x = velocities[2 * order[k]] - meanX
    const y = velocities[2 * order[k] + 1] - meanY
    sum += x * x + y * y
  }
  const rounding = ROUNDING * ROUNDING * (meanX * meanX + meanY * meanY)
  return sum > count * rounding ? sum / count : NaN
}

/**
 * The distance at which C(r) first falls to 0, on straight lines from C(0) = 1 through the bins' middles; bins without pairs (NaN)
 * are passed over. Infinity where it stays above 0 up to the last bin, NaN where no bin has a number.
 *
 * Shapes: `edges` [bins + 1]; `values` [bins], as `fluctuationCorrelation` writes them. Errors: ParameterError where edges do not rise.
 * Source: Cavagna et al. 2010, the correlation length.
 */
export function correlationLength(edges: Float64Array, values: Float64Array): number {
  requireEdges(edges, values.length)
  let distance = 0
  let value = 1
  for (let b = 0; b < values.length; b++) {
    const next = values[b]
    if (!(Math.abs(next) < Infinity)) continue
    const middle = (edges[b] + edges[b + 1]) / 2
    if (next <= 0) return distance + ((middle - distance) * value) / (value - next)
    distance = middle
    value = next
  }
  return distance === 0 ? NaN : Infinity
}

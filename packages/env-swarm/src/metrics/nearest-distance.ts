/** How far the nearest neighbour is: `meanNearestDistance`. */
import type { NeighbourGrid } from '../neighbours/neighbour-grid.ts'

/**
 * The mean over agents of the distance to the nearest other one, the shortest way in the space, of the agents that `grid` has
 * sorted. At least 0; about 1 / (2 sqrt(density)) where they are strewn evenly and independently. Fewer than two agents: NaN, for
 * none has a neighbour.
 *
 * O(agents) where they are spread over their rectangle; allocates nothing. Source: Clark and Evans 1954.
 */
export function meanNearestDistance(grid: NeighbourGrid): number {
  const { count, order } = grid.cells
  if (count < 2) return NaN
  grid.suitNearest()
  let sum = 0
  for (let k = 0; k < count; k++) sum += nearest(grid, order[k])
  return sum / count
}

function nearest(grid: NeighbourGrid, i: number): number {
  const { squares, cells } = grid
  let radius = cells.cell
  let found = grid.gather(i, radius)
  while (found === 0) {
    radius *= 2
    found = grid.gather(i, radius)
  }
  let least = squares[0]
  for (let k = 1; k < found; k++) if (squares[k] < least) least = squares[k]
  return Math.sqrt(least)
}

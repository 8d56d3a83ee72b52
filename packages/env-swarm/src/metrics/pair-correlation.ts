/** How often agents stand at a distance: `pairCorrelation`. */
import type { NeighbourGrid } from '../neighbours/neighbour-grid.ts'
import type { SpaceKind } from '../space.ts'
import { binOf, requireEdges } from './distance-bins.ts'

/**
 * g(r), of the agents that `grid` has sorted: the pairs whose distance, the shortest way, is in a bin, over the number to be
 * expected there of as many agents strewn evenly and independently over the same space. 1 of such an ideal gas at every
 * distance, above 1 where agents gather; at least 0. NaN of fewer than two agents.
 *
 * At walls, what is beyond them is left out of the expectation (the isotropised set covariance of the square), so that no agents
 * near walls need be dropped. The open plane stands for the rectangle that the agents fill, and bins beyond its shorter side
 * are NaN. Shapes: `edges` [bins + 1], rising; `values` [bins] is overwritten; bin b holds edges[b] <= r < edges[b + 1].
 *
 * The time grows with the pairs nearer than the last edge; allocates nothing.
 * Errors: ParameterError where edges do not rise, or the last is beyond the side of a box, or half of it where ends are joined.
 * Source: Illian, Penttinen, Stoyan and Stoyan 2008, chapter 4 (Ohser's estimator).
 */
export function pairCorrelation(grid: NeighbourGrid, edges: Float64Array, values: Float64Array): void {
  const { squares, space } = grid
  const { count, order } = grid.cells
  requireEdges(edges, values.length, FARTHEST[space.kind] * space.side)
  values.fill(0)
  const last = edges[values.length]
  grid.suit(last)
  for (let k = 0; k < count; k++) {
    const found = grid.gather(order[k], last, true)
    for (let f = 0; f < found; f++) {
      const b = binOf(edges, Math.sqrt(squares[f]))
      if (b >= 0) values[b]++
    }
  }
  const pairs = (count * (count - 1)) / 2
  let nearer = shareWithin(grid, edges[0])
  for (let b = 0; b < values.length; b++) {
    const within = shareWithin(grid, edges[b + 1])
    values[b] /= pairs * (within - nearer)
    nearer = within
  }
}

/** Sides as far as `shareWithin` holds. */
const FARTHEST: Readonly<Record<SpaceKind, number>> = {
  plane: Infinity,
  box: 1,
  torus: 0.5,
  moebius: 0.5,
  klein: 0.5,
  projective: 0.5,
}

/**
 * The chance that two agents strewn evenly and independently are within `radius`. From the area of a disc, Möbius strip and box
 * lack what is beyond walls, and the projective plane what a disc around one of its two cone points covers twice.
 */
function shareWithin({ space, cells }: NeighbourGrid, radius: number): number {
  const s = radius / space.side
  const width = cells.right - cells.left
  const height = cells.top - cells.bottom
  switch (space.kind) {
    case 'plane':
      return radius <= Math.min(width, height) ? shareOfRectangle(width, height, radius) : NaN
    case 'box':
      return shareOfRectangle(1, 1, s)
    case 'moebius':
      return s * s * (Math.PI - (4 / 3) * s)
    case 'projective':
      return s * s * Math.PI * (1 - (Math.PI / 8) * s * s)
    case 'torus':
    case 'klein':
      return s * s * Math.PI
  }
}

/** For a radius of at most the shorter side. */
function shareOfRectangle(width: number, height: number, radius: number): number {
  const area = width * height
  const lacking = (4 / 3) * (width + height) * radius - (radius * radius) / 2
  return ((radius * radius) / area) * (Math.PI - lacking / area)
}

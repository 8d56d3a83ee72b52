/** What Follower's planner pays for a cell whoever is there: `staticCosts`. */
import { flood } from '../breadth-first.ts'
import type { GridMap } from '../grid-map.ts'

/**
 * c_s(v) = max over u of d(u) / d(v), where d(v) is the mean distance from v to all other cells that can be reached from
 * it: 1 in the cell that is farthest from all others, more where ways are short and agents meet. Shape: [cells of the map]
 * float32; 1 where blocked or cut off.
 *
 * Source: Skrynnik et al. 2024, Follower (arXiv 2310.01207), the heuristic search; `precompute_penalty_matrix` of its code.
 */
export function staticCosts(map: GridMap): Float32Array {
  const { labels, starts } = map.components
  const sums = distanceSums(map)
  const means = new Float32Array(sums.length)
  let most = 0
  for (let cell = 0; cell < means.length; cell++) {
    if (sums[cell] === 0) continue
    const others = starts[labels[cell] + 1] - starts[labels[cell]] - 1
    means[cell] = sums[cell] / others
    most = Math.max(most, means[cell])
  }
  return means.map((mean) => (mean === 0 ? 1 : most / mean))
}

/** Sum of the distances from every cell to all that can be reached from it; 0 where blocked or cut off. */
function distanceSums({ rows, columns, obstacles }: GridMap): Float64Array {
  const stride = columns + 2
  const free = new Uint8Array(stride * (rows + 2))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      free[(row + 1) * stride + column + 1] = 1 - obstacles[row * columns + column]
  }
  const unseen = new Uint8Array(free.length)
  const queue = new Int32Array(free.length + 1)
  return Float64Array.from(obstacles, (blocked, cell) => {
    if (blocked === 1) return 0
    const row = Math.floor(cell / columns)
    unseen.set(free)
    let sum = 0
    flood(cell + 2 * row + stride + 1, stride, unseen, queue, (distance, from, to) => {
      sum += distance * (to - from)
    })
    return sum
  })
}

/** What Follower's planner pays for a cell whoever is there: `staticCosts`. */
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
  // A last candidate is written one beyond the cells.
  const queue = new Int32Array(free.length + 1)
  return Float64Array.from(obstacles, (blocked, cell) => {
    if (blocked === 1) return 0
    const row = Math.floor(cell / columns)
    unseen.set(free)
    return distanceSum(cell + 2 * row + stride + 1, stride, unseen, queue)
  })
}

/** Breadth first, as `DistanceTables` floods: candidates are written behind the queue's end, which moves on if one was unseen. */
function distanceSum(source: number, stride: number, unseen: Uint8Array, queue: Int32Array): number {
  let sum = 0
  let tail = 1
  queue[0] = source
  unseen[source] = 0
  for (let d = 0, head = 0; head < tail; d++) {
    sum += d * (tail - head)
    for (const end = tail; head < end; head++) {
      const cell = queue[head]
      let next = cell - stride
      queue[tail] = next
      tail += unseen[next]
      unseen[next] = 0
      next = cell + stride
      queue[tail] = next
      tail += unseen[next]
      unseen[next] = 0
      next = cell - 1
      queue[tail] = next
      tail += unseen[next]
      unseen[next] = 0
      next = cell + 1
      queue[tail] = next
      tail += unseen[next]
      unseen[next] = 0
    }
  }
  return sum
}

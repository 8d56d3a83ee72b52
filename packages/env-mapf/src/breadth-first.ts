/** Breadth-first search on a map with a ring of obstacles: `flood`. */

/**
 * Searches from a cell, wave by wave, and hands over each: its distance, and where in `queue` its cells begin and end.
 *
 * Every neighbour is written behind the queue's end, which moves on only if it was unseen: branches that nobody can predict
 * cost more than the writing.
 *
 * Shapes: `unseen` [cells], 1 where free, all 0 where the search has been; `queue` [cells + 1].
 */
export function flood(
  source: number,
  stride: number,
  unseen: Uint8Array,
  queue: Int32Array,
  wave: (distance: number, from: number, to: number) => void,
): void {
  let head = 0
  let tail = 1
  queue[0] = source
  unseen[source] = 0
  for (let distance = 0; head < tail; distance++) {
    const end = tail
    wave(distance, head, end)
    for (; head < end; head++) {
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
}

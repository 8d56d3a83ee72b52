/** Grids to walk on: `GridMap`, `gridMap`, `MOVES`. Cells are numbered row by row. */

/** Names of the five actions. */
export const MOVES: readonly string[] = ['stay', 'right', 'up', 'left', 'down']

const ROW_STEPS = [0, 0, -1, 0, 1]
const COLUMN_STEPS = [0, 1, 0, -1, 0]

export interface GridMap {
  readonly width: number
  readonly height: number
  /** [cells]: 1 where there is a wall */
  readonly walls: Uint8Array
  /** [cells, 5]: the cell to which each action leads; the same where a wall or the edge is in the way */
  readonly next: Int32Array
}

/** An open grid, or two rooms: a wall in the middle column with one door in the middle row. */
export function gridMap(width: number, height: number, map: 'open' | 'two-rooms'): GridMap {
  const cells = width * height
  const walls = new Uint8Array(cells)
  if (map === 'two-rooms') {
    for (let row = 0; row < height; row++) walls[row * width + Math.floor(width / 2)] = 1
    walls[Math.floor(height / 2) * width + Math.floor(width / 2)] = 0
  }
  const next = new Int32Array(cells * MOVES.length)
  for (let cell = 0; cell < cells; cell++) {
    for (let move = 0; move < MOVES.length; move++) {
      const row = Math.floor(cell / width) + ROW_STEPS[move]
      const column = (cell % width) + COLUMN_STEPS[move]
      const inside = row >= 0 && row < height && column >= 0 && column < width
      const target = row * width + column
      next[cell * MOVES.length + move] = inside && walls[target] === 0 ? target : cell
    }
  }
  return { width, height, walls, next }
}

/** Writes the fewest moves from `start` to each cell, -1 where there is no way. Breadth first. */
export function distances({ walls, next }: GridMap, start: number, out: Int32Array, queue: Int32Array): void {
  out.fill(-1, 0, walls.length)
  out[start] = 0
  queue[0] = start
  let size = 1
  for (let head = 0; head < size; head++) {
    const cell = queue[head]
    for (let move = 1; move < MOVES.length; move++) {
      const neighbour = next[cell * MOVES.length + move]
      if (out[neighbour] >= 0) continue
      out[neighbour] = out[cell] + 1
      queue[size++] = neighbour
    }
  }
}

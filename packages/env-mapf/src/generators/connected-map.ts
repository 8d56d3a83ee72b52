/** Random maps whose free cells all hang together: `connectedMap`. */
import { Pcg64 } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { requireSides, requireWhole } from './shape-checks.ts'
import { find } from './union-find.ts'

/** What a connected random map is asked to be. */
export interface ConnectedShape {
  readonly rows: number
  readonly columns: number
  /** Blocked cells, exactly: 0 to rows · columns - 1 */
  readonly obstacles: number
}

/**
 * A map with exactly so many obstacles, whose free cells are one component.
 *
 * Cells are blocked in random order (numpy's `shuffle` of all cells). One that would part the free cells is passed
 * over and, once a cell next to it is blocked, tried again at the end of the line. This comes to an end for every
 * number of obstacles: of two free cells or more, some two part nothing. Takes time in proportion to the cells.
 * Errors: ParameterError naming the field.
 */
export function connectedMap(shape: ConnectedShape, seed: number): GridMap {
  requireSides('connectedMap', shape)
  const { rows, columns } = shape
  requireWhole('connectedMap.obstacles', shape.obstacles, 0, rows * columns - 1)
  const walls = new Walls(rows, columns)
  const line = new Pcg64(seed).shuffle(walls.inside())
  const passedOver = new Uint8Array(walls.blocked.length)
  for (let i = 0, left = shape.obstacles; left > 0; i++) {
    const cell = line[i]
    passedOver[cell] = walls.parts(cell) ? 1 : 0
    if (passedOver[cell] === 1) continue
    walls.block(cell)
    left--
    for (const offset of walls.around) {
      if (passedOver[cell + offset] === 1) line.push(cell + offset)
      passedOver[cell + offset] = 0
    }
  }
  return walls.map()
}

/**
 * Obstacles in a frame one cell wider than the map on each side, which of them hang together, and hence what blocking
 * one more cell would part.
 *
 * Free cells hang together by their sides and obstacles also by their corners, so that the two are dual: the free
 * cells left and right of a wall are parted where, and only where, the wall becomes a ring or ties the map's edge to
 * itself. The frame is one obstacle; obstacles only ever grow, so that a union-find knows what hangs together.
 * Source: Kong and Rosenfeld 1989, "Digital topology: introduction and survey" (the duality of sides and corners).
 */
class Walls {
  readonly blocked: Uint8Array
  /** How far the eight neighbours are, clockwise from the one above; those at even places share a side */
  readonly around: readonly number[]
  private readonly rows: number
  private readonly columns: number
  private readonly stride: number
  /** [frame]: the way to an obstacle's representative */
  private readonly parent: Int32Array
  /** Representatives of the walls that meet at the cell under consideration */
  private readonly met: Int32Array = new Int32Array(4)

  constructor(rows: number, columns: number) {
    this.rows = rows
    this.columns = columns
    const stride = columns + 2
    this.stride = stride
    this.around = [-stride, 1 - stride, 1, 1 + stride, stride, stride - 1, -1, -1 - stride]
    this.blocked = new Uint8Array(stride * (rows + 2)).fill(1)
    for (let row = 1; row <= rows; row++) this.blocked.fill(0, row * stride + 1, (row + 1) * stride - 1)
    this.parent = Int32Array.from(this.blocked, (blocked, cell) => (blocked === 1 ? 0 : cell))
  }

  /** The map's cells in row-major order. */
  inside(): number[] {
    const cells: number[] = []
    for (let cell = 0; cell < this.blocked.length; cell++) if (this.blocked[cell] === 0) cells.push(cell)
    return cells
  }

  /** Whether the free cells, all connected, would be parted by blocking this one: a wall meets itself there. */
  parts(cell: number): boolean {
    const { blocked, around, met } = this
    let count = 0
    for (let side = 0; side < 8; side += 2) {
      if (blocked[cell + around[side]] === 1) continue
      // Clockwise of every free side either the free cells go on, or one wall begins.
      const corner = cell + around[side + 1]
      const next = cell + around[(side + 2) % 8]
      if (blocked[next] === 0 && blocked[corner] === 0) continue
      const wall = find(this.parent, blocked[next] === 1 ? next : corner)
      for (let k = 0; k < count; k++) if (met[k] === wall) return true
      met[count++] = wall
    }
    return false
  }

  block(cell: number): void {
    const { blocked, parent } = this
    blocked[cell] = 1
    for (const offset of this.around) {
      if (blocked[cell + offset] === 1) parent[find(parent, cell + offset)] = find(parent, cell)
    }
  }

  map(): GridMap {
    const { rows, columns, stride } = this
    const obstacles = new Uint8Array(rows * columns)
    for (let row = 0; row < rows; row++) {
      const start = (row + 1) * stride + 1
      obstacles.set(this.blocked.subarray(start, start + columns), row * columns)
    }
    return new GridMap(rows, columns, obstacles)
  }
}

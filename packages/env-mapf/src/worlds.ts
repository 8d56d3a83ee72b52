/** The state of a batch of grid worlds: `GridWorlds`. */
import { GridMap } from './grid-map.ts'

/** What an agent can do; the index is the action. */
export const ACTIONS: readonly string[] = ['stay', 'up', 'down', 'left', 'right']

/** Bytes beyond the last cell, for readers that take eight cells at a time. */
const OVERRUN = 8

/**
 * Maps, agents and goals of a batch of worlds in flat arrays of one frame.
 *
 * A frame is the largest map with `border` cells around it on every side. Cells are numbered within their world's
 * frame, cell = row · stride + column, and a map lies at the frame's row and column `border`. Around the map is one
 * ring of obstacles; beyond it everything is free, though nobody gets there.
 * Source: POGEMA, `Grid.add_artificial_border` with `empty_outside`.
 */
export class GridWorlds {
  readonly batch: number
  readonly agents: number
  readonly border: number
  /** Cells from one row of the frame to the next. */
  readonly stride: number
  /** Cells of a frame. */
  readonly cells: number
  /** [5]: how far each action moves, in cells */
  readonly offsets: Int32Array
  /** [cells]: row and column of each cell of the frame */
  readonly rowOf: Int32Array
  readonly columnOf: Int32Array
  /** [batch]: the map of each world */
  readonly maps: GridMap[]
  /** [batch, cells]: 1 where blocked */
  readonly obstacles: Uint8Array
  /** [batch, cells]: the agent in each cell plus 1, or 0 */
  readonly occupants: Int32Array
  /** [batch, cells]: 1 where an agent stands */
  readonly presence: Uint8Array
  /** [batch, agents]: the cell in which each agent stands */
  readonly positions: Int32Array
  /** [batch, agents]: the cell of each agent's goal */
  readonly goals: Int32Array
  /** [batch, agents]: 1 while the agent is on the map; 0 once it has left, with its cell as it was */
  readonly active: Uint8Array

  constructor(batch: number, agents: number, rows: number, columns: number, border: number) {
    this.batch = batch
    this.agents = agents
    this.border = border
    this.stride = columns + 2 * border
    this.cells = this.stride * (rows + 2 * border)
    this.offsets = Int32Array.of(0, -this.stride, this.stride, -1, 1)
    this.rowOf = Int32Array.from({ length: this.cells }, (_, cell) => Math.floor(cell / this.stride))
    this.columnOf = Int32Array.from({ length: this.cells }, (_, cell) => cell % this.stride)
    const nowhere = new GridMap(0, 0, new Uint8Array(0))
    this.maps = Array.from({ length: batch }, () => nowhere)
    this.obstacles = new Uint8Array(batch * this.cells + OVERRUN)
    this.occupants = new Int32Array(batch * this.cells)
    this.presence = new Uint8Array(batch * this.cells + OVERRUN)
    this.positions = new Int32Array(batch * agents)
    this.goals = new Int32Array(batch * agents)
    this.active = new Uint8Array(batch * agents)
  }

  /** The frame's cell of a cell of world `w`'s map. */
  frameCell(w: number, mapCell: number): number {
    const { columns } = this.maps[w]
    const row = Math.floor(mapCell / columns)
    return (row + this.border) * this.stride + (mapCell - row * columns) + this.border
  }

  /** Lays out a map in world `w`, with nobody on it. Nothing to do where it lies there already. */
  layMap(w: number, map: GridMap): void {
    const base = w * this.cells
    this.active.fill(0, w * this.agents, (w + 1) * this.agents)
    this.occupants.fill(0, base, base + this.cells)
    this.presence.fill(0, base, base + this.cells)
    if (this.maps[w] === map) return
    this.maps[w] = map
    this.obstacles.fill(0, base, base + this.cells)
    const { rows, columns } = map
    const corner = base + (this.border - 1) * (this.stride + 1)
    for (let row = 0; row < rows + 2; row++) {
      const start = corner + row * this.stride
      this.obstacles.fill(1, start, start + columns + 2)
      if (row === 0 || row > rows) continue
      this.obstacles.set(map.obstacles.subarray((row - 1) * columns, row * columns), start + 1)
    }
  }

  /** Puts agent `a` of world `w` into a free and empty cell of the frame. */
  place(w: number, a: number, cell: number): void {
    this.positions[w * this.agents + a] = cell
    this.active[w * this.agents + a] = 1
    this.occupants[w * this.cells + cell] = a + 1
    this.presence[w * this.cells + cell] = 1
  }
}

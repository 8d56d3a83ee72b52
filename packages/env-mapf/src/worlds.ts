/** The state of a batch of grid worlds: `GridWorlds`, `ACTIONS`, `OnTarget`. */
import { GridMap } from './grid-map.ts'
import { HEAP, type Memory } from './grid-kernel.ts'

/** What an agent can do; the index is the action. */
export const ACTIONS: readonly string[] = ['stay', 'up', 'down', 'left', 'right']

/** What becomes of an agent on its goal, in POGEMA's words: it gets the next goal, leaves, or stays and may move. */
export type OnTarget = 'restart' | 'finish' | 'nothing'

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
  /** Where the arrays lie that every step needs. */
  readonly memory: Memory
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
  /** [batch, cells]: the same as numbers, as they are seen */
  readonly obstaclePlane: Float32Array
  /** [batch, cells]: the agent in each cell plus 1, or 0 */
  readonly occupants: Int32Array
  /** [batch, cells]: 1 where an agent is seen; kept by whoever moves agents */
  readonly agentPlane: Float32Array
  /** [batch, cells]: free cells of the frame within `border` of each cell of the map */
  readonly freeInSight: Int32Array
  /** [batch, agents]: the cell in which each agent stands */
  readonly positions: Int32Array
  /** [batch, agents]: the cell of each agent's goal */
  readonly goals: Int32Array
  /** [batch, agents]: 1 while the agent is on the map; 0 once it has left, with its cell as it was */
  readonly active: Uint8Array

  constructor(
    batch: number,
    agents: number,
    rows: number,
    columns: number,
    border: number,
    memory: Memory = HEAP,
  ) {
    this.batch = batch
    this.agents = agents
    this.border = border
    this.memory = memory
    this.stride = columns + 2 * border
    this.cells = this.stride * (rows + 2 * border)
    this.offsets = memory.int32(ACTIONS.length)
    this.offsets.set([0, -this.stride, this.stride, -1, 1])
    this.rowOf = Int32Array.from({ length: this.cells }, (_, cell) => Math.floor(cell / this.stride))
    this.columnOf = Int32Array.from({ length: this.cells }, (_, cell) => cell % this.stride)
    const nowhere = new GridMap(0, 0, new Uint8Array(0))
    this.maps = Array.from({ length: batch }, () => nowhere)
    this.obstacles = memory.uint8(batch * this.cells)
    this.obstaclePlane = memory.float32(batch * this.cells)
    this.occupants = memory.int32(batch * this.cells)
    this.agentPlane = memory.float32(batch * this.cells)
    this.freeInSight = memory.int32(batch * this.cells)
    this.positions = memory.int32(batch * agents)
    this.goals = new Int32Array(batch * agents)
    this.active = memory.uint8(batch * agents)
  }

  /** The bytes of each array that `memory` must hold. */
  static sizes(
    batch: number,
    agents: number,
    rows: number,
    columns: number,
    border: number,
  ): readonly number[] {
    const cells = batch * (rows + 2 * border) * (columns + 2 * border)
    return [
      4 * ACTIONS.length,
      cells,
      4 * cells,
      4 * cells,
      4 * cells,
      4 * cells,
      4 * batch * agents,
      batch * agents,
    ]
  }

  /** The frame's cell of a cell of world `w`'s map. */
  frameCell(w: number, mapCell: number): number {
    const { columns } = this.maps[w]
    const row = Math.floor(mapCell / columns)
    return (row + this.border) * this.stride + (mapCell - row * columns) + this.border
  }

  /** Lays out a map in world `w`, with nobody on it. */
  layMap(w: number, map: GridMap): void {
    const base = w * this.cells
    this.active.fill(0, w * this.agents, (w + 1) * this.agents)
    this.occupants.fill(0, base, base + this.cells)
    this.agentPlane.fill(0, base, base + this.cells)
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
    this.obstaclePlane.set(this.obstacles.subarray(base, base + this.cells), base)
    this.countFree(w)
  }

  /** Puts agent `a` of world `w` into a free and empty cell of the frame. */
  place(w: number, a: number, cell: number): void {
    this.positions[w * this.agents + a] = cell
    this.active[w * this.agents + a] = 1
    this.occupants[w * this.cells + cell] = a + 1
    this.agentPlane[w * this.cells + cell] = 1
  }

  /** Takes agent `a` off the map of world `w`; its cell stays on record. */
  remove(w: number, a: number): void {
    const cell = w * this.cells + this.positions[w * this.agents + a]
    this.active[w * this.agents + a] = 0
    this.occupants[cell] = 0
    this.agentPlane[cell] = 0
  }

  /** Window sums by two running sums, along columns and then along rows. */
  private countFree(w: number): void {
    const { stride, cells, border, obstacles, freeInSight } = this
    const side = 2 * border + 1
    const { rows, columns } = this.maps[w]
    const base = w * cells
    const heights = new Int32Array(stride)
    for (let cell = 0; cell < (side - 1) * stride; cell++)
      heights[cell % stride] += 1 - obstacles[base + cell]
    for (let row = border; row < border + rows; row++) {
      const top = base + (row - border) * stride
      const bottom = base + (row + border) * stride
      for (let column = 0; column < stride; column++) heights[column] += 1 - obstacles[bottom + column]
      let sum = 0
      for (let column = 0; column < side - 1; column++) sum += heights[column]
      for (let column = 0; column < columns; column++) {
        sum += heights[column + side - 1]
        freeInSight[base + row * stride + border + column] = sum
        sum -= heights[column]
      }
      for (let column = 0; column < stride; column++) heights[column] -= 1 - obstacles[top + column]
    }
  }
}

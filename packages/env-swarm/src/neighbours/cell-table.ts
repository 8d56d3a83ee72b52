/** Agents sorted into square cells: `CellTable`. */

/** Agents in a cell, where they stand evenly. */
const PER_CELL = 2

/** Where an agent shares its cell with more than these, on average, smaller cells are tried. */
const CROWDED = 8

/** Cells in which those are looked for who may be near. */
const NEAR_CELLS = 9

/**
 * Widths of cells over the greatest coordinate: at most such that one holds all, and at least such that their numbers are small, and
 * exact to `SLACK`.
 */
const WIDEST = 4
const FINEST = 1 / 1048576

/** How far, in cells, a point may lie from the cell in which rounding puts it. */
export const SLACK = 1e-6

/** Scatters the rows of cells where these are more than the table has places. */
const GOLDEN_RATIO = 0.6180339887498949

/**
 * Square cells over the rectangle that the agents fill, in a table of fixed size. Where there are more cells than places in
 * the table, several share one: what is found in a cell may lie in another.
 *
 * It owns all of its memory, and allocates nothing once it is made. Places: cells or those that share one; ranks: where agents
 * are in the order of places, those of one place in ascending order.
 */
export class CellTable {
  /** Most agents. */
  readonly capacity: number
  /** Rows of the latest positions, and how many of them are active. */
  agents: number = 0
  count: number = 0
  /** The rectangle. */
  left: number = 0
  right: number = 0
  bottom: number = 0
  top: number = 0
  /** The width that was last asked for. */
  width: number = 0
  /** Side of a cell, and numbers of cells across and up. */
  cell: number = 1
  columns: number = 1
  rows: number = 1
  /** Whether no two cells share a place. */
  apart: boolean = true
  /** In how many agents' place an agent is on average, itself among them. */
  crowding: number = 0
  /** [places + 1]: the ranks of place p go from `starts[p]` to `starts[p + 1] - 1` */
  readonly starts: Int32Array
  /** [count], and [count, 2]: the agent of each rank, and where it is */
  readonly order: Int32Array
  readonly points: Float64Array
  /** [agents]: the rank of each agent; -1 of those that are not active */
  readonly ranks: Int32Array
  /** Places in the table, a power of two, and how far apart in it rows of cells are. */
  readonly places: number
  private stride: number = 1
  /** Cells along a length of 1. */
  private perLength: number = 1
  /** Those that are in use. */
  private used: number = 1
  /** [agents, 2], as they were given */
  private readonly positions: Float64Array
  /** The greatest coordinate, whatever its sign. */
  private greatest: number = 1

  constructor(capacity: number) {
    let places = 16
    while (places < 2 * capacity) places *= 2
    this.capacity = capacity
    this.places = places
    this.starts = new Int32Array(places + 1)
    this.order = new Int32Array(capacity)
    this.points = new Float64Array(2 * capacity)
    this.ranks = new Int32Array(capacity)
    this.positions = new Float64Array(2 * capacity)
  }

  /**
   * Takes in the active agents; `scale` is the space's own size, `width` as of `lay`.
   * Shapes: `positions` [agents, 2], of no more agents than the capacity.
   */
  sort(positions: Float64Array, active: Uint8Array | undefined, scale: number, width: number = 0): void {
    this.agents = positions.length / 2
    this.positions.set(positions)
    this.measure(active, scale)
    this.lay(width)
  }

  /**
   * Sorts the agents into cells that are `width` wide; where that is 0, such that there are about half as many cells as agents, or
   * smaller ones where agents crowd.
   */
  lay(width: number): void {
    this.width = width
    const cell = width > 0 ? width : this.evenWidth()
    this.tally(cell)
    if (width === 0 && this.crowding > CROWDED) this.tallyFiner(cell)
    this.fill()
  }

  /** The number of the column at `x`, and of the row at `y`; outside of the rectangle they run on. */
  columnOf(x: number): number {
    return Math.floor((x - this.left) * this.perLength)
  }

  rowOf(y: number): number {
    return Math.floor((y - this.bottom) * this.perLength)
  }

  /** Where in the table a cell of the rectangle is. The next column's is the next place, after the last the first. */
  place(column: number, row: number): number {
    return (column + Math.imul(row, this.stride)) & (this.places - 1)
  }

  /** Lays the rectangle around the active agents. */
  private measure(active: Uint8Array | undefined, scale: number): void {
    const { agents, positions, ranks } = this
    let left = Infinity
    let right = -Infinity
    let bottom = Infinity
    let top = -Infinity
    let count = 0
    for (let i = 0; i < agents; i++) {
      if (active !== undefined && active[i] === 0) {
        ranks[i] = -1
        continue
      }
      ranks[i] = 0
      count++
      const x = positions[2 * i]
      const y = positions[2 * i + 1]
      if (x < left) left = x
      if (x > right) right = x
      if (y < bottom) bottom = y
      if (y > top) top = y
    }
    if (count === 0) left = right = bottom = top = 0
    this.count = count
    this.left = left
    this.right = right
    this.bottom = bottom
    this.top = top
    this.greatest = Math.max(scale, -left, right, -bottom, top)
  }

  private evenWidth(): number {
    const share = 1 / Math.max(1, this.count)
    const across = this.right - this.left
    const up = this.top - this.bottom
    return Math.max(Math.sqrt(PER_CELL * share * across * up), share * across, share * up)
  }

  /** Cuts the rectangle into cells, writes to `starts` how many agents are in each place, and to `ranks` in which each agent is. */
  private tally(width: number): void {
    const { agents, positions, ranks, starts, places } = this
    this.cell = Math.max(Math.min(width, WIDEST * this.greatest), FINEST * this.greatest)
    this.perLength = 1 / this.cell
    this.columns = this.columnOf(this.right) + 1
    this.rows = this.rowOf(this.top) + 1
    this.apart = this.columns * this.rows <= places
    this.stride = this.apart ? this.columns : Math.floor(GOLDEN_RATIO * places) | 1
    this.used = this.apart ? this.columns * this.rows : places
    starts.fill(0, 0, this.used + 1)
    for (let i = 0; i < agents; i++) {
      if (ranks[i] < 0) continue
      const p = this.place(this.columnOf(positions[2 * i]), this.rowOf(positions[2 * i + 1]))
      ranks[i] = p
      starts[p]++
    }
    let squares = 0
    for (let p = 0; p < this.used; p++) squares += starts[p] * starts[p]
    this.crowding = squares / Math.max(1, this.count)
  }

  /**
   * Halves cells as often as pays: less crowded ones spare looking at those who share them, but there are four times as many for
   * who stands alone to look into.
   */
  private tallyFiner(width: number): void {
    let best = width
    let least = NEAR_CELLS * this.crowding + 1
    for (let finer = width / 2, empty = 4; empty < least; finer /= 2, empty *= 4) {
      this.tally(finer)
      const cost = NEAR_CELLS * this.crowding + empty
      if (cost >= least) continue
      least = cost
      best = finer
    }
    this.tally(best)
  }

  /** Sorts the agents into their places. */
  private fill(): void {
    const { agents, positions, ranks, starts, used, order, points } = this
    for (let p = 0; p < used; p++) starts[p + 1] += starts[p]
    // Each place's end moves back to its start.
    for (let i = agents - 1; i >= 0; i--) {
      if (ranks[i] < 0) continue
      const k = --starts[ranks[i]]
      ranks[i] = k
      order[k] = i
      points[2 * k] = positions[2 * i]
      points[2 * k + 1] = positions[2 * i + 1]
    }
  }
}

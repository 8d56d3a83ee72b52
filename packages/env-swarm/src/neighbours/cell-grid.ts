/** Agents sorted into square cells: `CellGrid`. */

/** Cells are at least this part of the greatest coordinate wide: their numbers are small, and exact to `SLACK`. */
const FINEST = 1 / 1048576

/** How far, in cells, a point may lie from the cell in which rounding puts it. */
export const SLACK = 1e-6

/** Scatters the rows of a grid with more cells than the table. */
const GOLDEN_RATIO = 0.6180339887498949

/**
 * Square cells over the rectangle that the agents fill, in a table of fixed size. Where there are more cells than places in
 * the table, several share one: what is found in a cell may lie in another.
 */
export class CellGrid {
  /** Width of a cell, and numbers of cells across and up. */
  cell: number = 1
  columns: number = 0
  rows: number = 0
  /** The rectangle. */
  left: number = 0
  right: number = 0
  bottom: number = 0
  top: number = 0
  /** Places in the table, a power of two; place p has the agents `order[k]`, k from `starts[p]` to `starts[p + 1] - 1`. */
  readonly places: number
  readonly starts: Int32Array
  /** [agents]: the agents by place, and where they are */
  readonly order: Int32Array
  readonly xs: Float64Array
  readonly ys: Float64Array
  private readonly placeOf: Int32Array
  private stride: number = 0

  constructor(agents: number) {
    let places = 16
    while (places < 2 * agents) places *= 2
    this.places = places
    this.starts = new Int32Array(places + 1)
    this.order = new Int32Array(agents)
    this.xs = new Float64Array(agents)
    this.ys = new Float64Array(agents)
    this.placeOf = new Int32Array(agents)
  }

  /**
   * Sorts the active agents, those of a place in ascending order. Cells are `width` wide, or where that is 0, such that there
   * are about as many as agents; `scale` is the space's own size.
   */
  sort(positions: Float64Array, active: Uint8Array | undefined, width: number, scale: number): void {
    this.lay(positions, active, width, scale)
    const { starts, order, xs, ys, placeOf } = this
    const agents = order.length
    starts.fill(0)
    for (let i = 0; i < agents; i++) {
      if (active !== undefined && active[i] === 0) continue
      const p = this.place(this.columnOf(positions[2 * i]), this.rowOf(positions[2 * i + 1]))
      placeOf[i] = p
      starts[p + 1]++
    }
    for (let p = 0; p < this.places; p++) starts[p + 1] += starts[p]
    for (let i = 0; i < agents; i++) {
      if (active !== undefined && active[i] === 0) continue
      const k = starts[placeOf[i]]++
      order[k] = i
      xs[k] = positions[2 * i]
      ys[k] = positions[2 * i + 1]
    }
    for (let p = this.places; p > 0; p--) starts[p] = starts[p - 1]
    starts[0] = 0
  }

  /** The number of the column at `x`, and of the row at `y`; outside of the rectangle they run on. */
  columnOf(x: number): number {
    return Math.floor((x - this.left) / this.cell)
  }

  rowOf(y: number): number {
    return Math.floor((y - this.bottom) / this.cell)
  }

  /** Where in the table a cell of the rectangle is. The next column's is the next place, after the last the first. */
  place(column: number, row: number): number {
    return (column + Math.imul(row, this.stride)) & (this.places - 1)
  }

  /** Lays the rectangle around the active agents, and the cells into it. */
  private lay(positions: Float64Array, active: Uint8Array | undefined, width: number, scale: number): void {
    let left = Infinity
    let right = -Infinity
    let bottom = Infinity
    let top = -Infinity
    let count = 0
    for (let i = 0; i < this.order.length; i++) {
      if (active !== undefined && active[i] === 0) continue
      count++
      left = Math.min(left, positions[2 * i])
      right = Math.max(right, positions[2 * i])
      bottom = Math.min(bottom, positions[2 * i + 1])
      top = Math.max(top, positions[2 * i + 1])
    }
    if (count === 0) left = right = bottom = top = 0
    const across = right - left
    const up = top - bottom
    const greatest = Math.max(scale, -left, right, -bottom, top)
    const share = 1 / Math.max(1, count)
    const even = Math.max(Math.sqrt(share * across * up), share * across, share * up)
    this.cell = Math.max(width > 0 ? width : even, FINEST * greatest)
    this.left = left
    this.right = right
    this.bottom = bottom
    this.top = top
    this.columns = this.columnOf(right) + 1
    this.rows = this.rowOf(top) + 1
    const fits = this.columns * this.rows <= this.places
    this.stride = fits ? this.columns : Math.floor(GOLDEN_RATIO * this.places) | 1
  }
}

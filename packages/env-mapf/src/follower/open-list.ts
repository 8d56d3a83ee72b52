/** The nodes that a search has yet to expand: `OpenList`. */

/** Values of f that differ by less are held to be the same. */
const TOLERANCE = 1e-5

/**
 * A binary heap of nodes, the one of least f = g + h first, of those that differ in f by less than 1e-5 the one of least g.
 *
 * That is no order in the strict sense, so that what comes first depends on the heap as well: it is that of C++'s
 * `std::priority_queue` as libstdc++ has it, on float32. It grows where it must.
 */
export class OpenList {
  size = 0
  /** What `pop` took last. */
  cell = 0
  g = 0
  private cells: Int32Array
  private fs: Float32Array
  private gs: Float32Array

  constructor(capacity: number) {
    this.cells = new Int32Array(capacity)
    this.fs = new Float32Array(capacity)
    this.gs = new Float32Array(capacity)
  }

  push(cell: number, f: number, g: number): void {
    if (this.size === this.cells.length) this.grow()
    this.rise(this.size++, cell, Math.fround(f), g)
  }

  /** Takes the first node into `cell` and `g`. As `heappop`, a hole goes down to the end, and the last node up from there. */
  pop(): void {
    const { cells, fs, gs } = this
    this.cell = cells[0]
    this.g = gs[0]
    const size = --this.size
    let hole = 0
    for (let child = 2; child < size; child = 2 * hole + 2) {
      // The right child, unless the left one comes before it.
      const f = fs[child] - fs[child - 1]
      if (f > 0 || (f > -TOLERANCE && gs[child] > gs[child - 1])) child--
      this.move(child, hole)
      hole = child
    }
    if (2 * hole + 2 === size) {
      this.move(2 * hole + 1, hole)
      hole = 2 * hole + 1
    }
    this.rise(hole, cells[size], fs[size], gs[size])
  }

  private rise(from: number, cell: number, f: number, g: number): void {
    const { fs, gs } = this
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = fs[parent] - f
      if (!(above > 0 || (above > -TOLERANCE && gs[parent] > g))) break
      this.move(parent, hole)
      hole = parent
    }
    this.cells[hole] = cell
    fs[hole] = f
    gs[hole] = g
  }

  private move(from: number, to: number): void {
    this.cells[to] = this.cells[from]
    this.fs[to] = this.fs[from]
    this.gs[to] = this.gs[from]
  }

  private grow(): void {
    const { cells, fs, gs } = this
    this.cells = new Int32Array(2 * cells.length)
    this.fs = new Float32Array(2 * cells.length)
    this.gs = new Float32Array(2 * cells.length)
    this.cells.set(cells)
    this.fs.set(fs)
    this.gs.set(gs)
  }
}

/** An array that grows as rows come: `GrowingColumn`. */

export type ColumnArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** Rows that an array begins with. */
const FIRST = 1024

/** Rows of `width` numbers each. */
export class GrowingColumn<T extends ColumnArray = ColumnArray> {
  readonly width: number
  values: T
  private readonly make: (length: number) => T

  constructor(width: number, make: (length: number) => T) {
    this.width = width
    this.make = make
    this.values = make(FIRST * width)
  }

  /** Makes room for row `row`. */
  reserve(row: number): void {
    if ((row + 1) * this.width <= this.values.length) return
    const longer = this.make(2 * this.values.length)
    longer.set(this.values as never)
    this.values = longer
  }

  /** Writes row `row`, from row `i` of another array. */
  write(row: number, from: ArrayLike<number>, i: number): void {
    const { width, values } = this
    for (let k = 0; k < width; k++) values[row * width + k] = from[i * width + k]
  }

  /** The first rows. */
  first(rows: number): T {
    return this.values.slice(0, rows * this.width) as T
  }
}

/** Counts of rows by what they belong to: `Tally`. */

/** How many rows carry each of the numbers of a column. Memory is kept from one minibatch to the next. */
export class Tally {
  /** By number: its rows; only the first `size` are of the column counted last. */
  counts: Int32Array = new Int32Array(0)
  /** One more than the greatest number of that column. */
  size = 0
  /** How many different numbers it held. */
  distinct = 0

  /** Counts the first `rows` of a column of numbers from 0 on. */
  count(numbers: Int32Array, rows: number): void {
    this.size = 0
    this.distinct = 0
    for (let i = 0; i < rows; i++) if (numbers[i] >= this.size) this.size = numbers[i] + 1
    if (this.size > this.counts.length) this.counts = new Int32Array(2 * this.size)
    const { counts } = this
    counts.fill(0, 0, this.size)
    for (let i = 0; i < rows; i++) {
      if (counts[numbers[i]] === 0) this.distinct++
      counts[numbers[i]]++
    }
  }
}

/** Means of numbers by name, over the updates of an iteration: `Averages`. */

export class Averages {
  private readonly sums = new Map<string, { sum: number; count: number }>()

  add(name: string, value: number): void {
    const own = this.sums.get(name)
    if (own === undefined) this.sums.set(name, { sum: value, count: 1 })
    else {
      own.sum += value
      own.count++
    }
  }

  /** The means so far; begins anew. */
  take(): Record<string, number> {
    const means = [...this.sums].map(([name, { sum, count }]) => [name, sum / count])
    this.sums.clear()
    return Object.fromEntries(means)
  }
}

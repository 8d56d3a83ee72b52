/** What an order parameter does over time: `Moments`. */

const [COUNT, MEAN, DEVIATIONS, SECOND, FOURTH] = [0, 1, 2, 3, 4]

/**
 * Means over time of a number x, such as an order parameter, and what follows from them: Binder cumulant and susceptibility.
 * NaN before the first number. `add` is O(1) and allocates nothing.
 */
export class Moments {
  /** Numbers that `sums` holds. */
  static readonly SIZE = 5
  /** [5]: all that it remembers: may lie in its owner's memory; zeros are the beginning */
  readonly sums: Float64Array

  constructor(sums: Float64Array = new Float64Array(Moments.SIZE)) {
    this.sums = sums
  }

  add(x: number): void {
    const { sums } = this
    const n = ++sums[COUNT]
    const deviation = x - sums[MEAN]
    sums[MEAN] += deviation / n
    sums[DEVIATIONS] += deviation * (x - sums[MEAN])
    sums[SECOND] += (x * x - sums[SECOND]) / n
    sums[FOURTH] += (x * x * x * x - sums[FOURTH]) / n
  }

  /** How many numbers were added. */
  get count(): number {
    return this.sums[COUNT]
  }

  /** <x> */
  get mean(): number {
    return this.known(MEAN)
  }

  /** <x^2> */
  get second(): number {
    return this.known(SECOND)
  }

  /** <x^4> */
  get fourth(): number {
    return this.known(FOURTH)
  }

  /** <x^2> - <x>^2, by Welford's recurrence, which rounding does not take below 0. */
  get variance(): number {
    return this.sums[DEVIATIONS] / this.sums[COUNT]
  }

  /**
   * 1 - <x^4> / (3 <x^2>^2): 2/3 where |x| is constant, 0 of a Gaussian in one component; of the length of a Gaussian vector in
   * two, as a polar order has without any, 1/3. Below 0 where two phases alternate. At most 2/3; NaN where all are 0.
   * Source: Binder 1981; of flocks Chaté et al. 2008.
   */
  binderCumulant(): number {
    return 1 - this.fourth / (3 * this.second * this.second)
  }

  /**
   * agents (<x^2> - <x>^2), at least 0: how much an order parameter of so many agents fluctuates.
   * Source: Hong, Chaté, Tang and Park 2015, the dynamic fluctuation of Kuramoto's r.
   */
  susceptibility(agents: number): number {
    return agents * this.variance
  }

  private known(k: number): number {
    return this.sums[COUNT] === 0 ? NaN : this.sums[k]
  }
}

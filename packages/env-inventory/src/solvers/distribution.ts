/** What solvers ask of a demand distribution: `Distribution`. */

/**
 * Demand of one period, or of several together. Units of goods throughout.
 */
export interface Distribution {
  readonly mean: number
  readonly deviation: number
  /** P(D <= y). */
  cdf(y: number): number
  /** Smallest y of the support with P(D <= y) >= `fraction`, which lies in (0, 1). */
  quantile(fraction: number): number
  /** E[max(D - y, 0)]: units short on average where y are at hand. */
  loss(y: number): number
  /** Demand of `periods` independent periods together. */
  sum(periods: number): Distribution
}

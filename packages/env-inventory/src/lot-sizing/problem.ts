/** What a plant is and what things cost there: `LotSizingProblem`, `yieldsOf`. */

/**
 * Parallel machines that make items, with setups whose cost does not depend on what was made before.
 *
 * Symbols: I items, M machines. Tables by machine and item are row-major [M, I]. Setups are numbered from 1, as actions
 * are: setup i + 1 is item i, and 0 is none.
 */
export interface LotSizingProblem {
  readonly items: number
  readonly machines: number
  /** Steps of an episode, where the problem itself says so. */
  readonly horizon?: number
  /** [M, I]: units made in a step; 0 where the machine cannot make the item */
  readonly production: Float64Array
  /** [M, I]: cost of setting the machine up for the item */
  readonly setupCosts: Float64Array
  /** [M, I]: units of the first step's production that a setup loses */
  readonly setupLosses: Float64Array
  /** [I]: cost of a unit in stock at the end of a step */
  readonly holdingCosts: Float64Array
  /** [I]: cost of a unit of demand that is not met */
  readonly lostSalesCosts: Float64Array
  /** [I]: most units that are kept from one step to the next; what is over is thrown away without cost */
  readonly capacities: Float64Array
  /** [I] and [M]: where an episode starts that does not start at random */
  readonly initialInventories: Float64Array
  readonly initialSetups: Int32Array
  /** Demand of every item in every step is Binomial(trials, probability). */
  readonly demandTrials: number
  readonly demandProbability: number
}

/**
 * [M, I]: units that the step of a setup yields.
 *
 * Production less the setup's loss, and no less than nothing; as published, it may be negative and take from the stock.
 */
export function yieldsOf({ production, setupLosses }: LotSizingProblem, published: boolean): Float64Array {
  return production.map((units, k) => {
    const left = units - setupLosses[k]
    return published ? left : Math.max(0, left)
  })
}

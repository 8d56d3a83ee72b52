/** One store with lost sales, solved exactly: `lostSalesOptimum`. */
import { newsvendor } from './newsvendor.ts'
import { type LostSalesInstance, LostSalesStates, requireLostSales } from './lost-sales-states.ts'
import { type AverageCost, LostSalesValues } from './lost-sales-values.ts'

/** An optimal policy and its average cost per period. */
export interface LostSalesOptimum extends AverageCost {
  /** No optimal order is larger, and none brings the inventory position above the second. */
  readonly orderBound: number
  readonly positionBound: number
  /**
   * The optimal order in a state [x0, …, x(L-1)]: on hand with what arrives now, then what arrives in 1, 2, … periods.
   * A state beyond the bounds, which the optimal policy does not reach from an empty store, is refused by GauntletError.
   */
  order(state: ArrayLike<number>): number
}

/** The widest bounds on the average cost that a solver returns. */
export const TOLERANCE = 1e-8

/**
 * The least average cost per period, by value iteration over the states of the pipeline.
 *
 * The position after ordering is at most the newsvendor's level for the demand of L + 1 periods, and an order at most
 * that for the demand of one period.
 * Errors: ParameterError naming the field; GauntletError where there are more states than memory is granted.
 * Source: Zipkin 2008, Old and new methods for lost-sales inventory systems; bounds of Morton 1969, Bounds on the
 * solution of the lagged optimal inventory equation.
 */
export function lostSalesOptimum(instance: LostSalesInstance): LostSalesOptimum {
  requireLostSales(instance)
  const { demand, leadTime, holdingCost, underageCost } = instance
  const orderBound = newsvendor(demand, holdingCost, underageCost).level
  const positionBound = newsvendor(demand.sum(leadTime + 1), holdingCost, underageCost).level
  const states = new LostSalesStates(leadTime, orderBound, positionBound)
  const values = new LostSalesValues(instance, states)
  const result = values.optimise(TOLERANCE)
  const { orders } = values
  return { ...result, orderBound, positionBound, order: (state) => orders[states.index(state)] }
}

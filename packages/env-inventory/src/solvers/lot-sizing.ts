/** Deterministic lot sizing: `wagnerWhitin`. */
import { ParameterError } from '@gauntlet/core'
import { requireNumber } from './checks.ts'

/** Lots [periods], 0 where nothing is made, and their total cost. */
export interface LotPlan {
  readonly lots: Float64Array
  readonly cost: number
}

/**
 * The lots of least total cost that meet known demand in time, without backlog.
 *
 * Shapes: `demands` [periods], units, at least 0. `setupCost` per lot, `holdingCost` per unit left at the end of a period;
 * at least 0. A lot is at hand in its own period and serves whole periods.
 * Errors: ParameterError naming the period.
 * Source: Wagner and Whitin 1958, Dynamic version of the economic lot size model; the recursion over the last lot, in
 * time quadratic in the periods.
 */
export function wagnerWhitin(demands: ArrayLike<number>, setupCost: number, holdingCost: number): LotPlan {
  requireNumber('wagnerWhitin.setupCost', setupCost, 0)
  requireNumber('wagnerWhitin.holdingCost', holdingCost, 0)
  const periods = demands.length
  if (periods === 0) throw new ParameterError('wagnerWhitin.demands', periods, 'at least one period')
  for (let t = 0; t < periods; t++) requireNumber(`wagnerWhitin.demands[${t}]`, demands[t], 0)
  /** least[t]: cost of the first t periods; lastLot[t]: the period of its last lot. */
  const least = new Float64Array(periods + 1).fill(Infinity)
  const lastLot = new Int32Array(periods + 1)
  least[0] = 0
  for (let lot = 0; lot < periods; lot++) {
    let cost = least[lot] + setupCost
    if (demands[lot] === 0 && least[lot] < least[lot + 1]) {
      least[lot + 1] = least[lot]
      lastLot[lot + 1] = -1
    }
    for (let t = lot; t < periods; t++) {
      cost += (t - lot) * holdingCost * demands[t]
      if (cost >= least[t + 1]) continue
      least[t + 1] = cost
      lastLot[t + 1] = lot
    }
  }
  return { lots: lotsOf(demands, lastLot), cost: least[periods] }
}

/** Follows the last lots back; a period without demand that was met by none is passed over. */
function lotsOf(demands: ArrayLike<number>, lastLot: Int32Array): Float64Array {
  const lots = new Float64Array(demands.length)
  let end = demands.length
  while (end > 0) {
    const lot = lastLot[end]
    if (lot < 0) {
      end--
      continue
    }
    for (let t = lot; t < end; t++) lots[lot] += demands[t]
    end = lot
  }
  return lots
}

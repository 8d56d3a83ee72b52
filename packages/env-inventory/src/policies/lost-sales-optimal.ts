/** The optimal policy of a small store with lost sales: `lostSalesOptimalPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import type { LostSalesOptimum } from '../solvers/lost-sales.ts'
import { edgePolicy } from './edge-policy.ts'
import { positionsOf } from './positions.ts'

/**
 * Orders what value iteration found; `problem` is the one store that `lostSalesOptimum` was given.
 *
 * An episode may begin with parts of units, or with more than the solver looked at: stock is taken for whole, and for no
 * more than that.
 * Source: Zipkin 2008, "Old and new methods for lost-sales inventory systems".
 */
export function lostSalesOptimalPolicy(
  problem: NetworkProblem,
  { order, orderBound, positionBound }: Pick<LostSalesOptimum, 'order' | 'orderBound' | 'positionBound'>,
): Policy {
  const row = positionsOf(problem).local[0]
  const state = new Int32Array(row.length)
  return edgePolicy(problem, (observations, from) => {
    let position = 0
    for (let k = 0; k < state.length; k++) {
      const units = Math.round(observations[from + row[k]])
      state[k] = k > 0 ? Math.min(units, orderBound) : units
      position += state[k]
    }
    return position < positionBound ? order(state) : 0
  })
}

/** Order up to a level: `baseStockPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { PositionView } from './positions.ts'

/**
 * Every edge orders max(level - position, 0), at most `caps`, where the position is that of the node it leads to, alone or
 * with all that is downstream of it.
 *
 * Shapes: `levels` and `caps` [edges], in units. Of several edges into a node all but one should have level 0.
 * Source: Zipkin 2000, Foundations of Inventory Management, sections 6.2 and 8.3; with caps Xin 2021, "Understanding the
 * performance of capped base-stock policies in lost-sales inventory models".
 */
export function baseStockPolicy(
  problem: NetworkProblem,
  levels: readonly number[],
  position: 'local' | 'echelon' = 'local',
  caps?: readonly number[],
): Policy {
  const positions = new PositionView(problem)
  const { edges } = problem.network
  return {
    begin() {},
    act(view, actions) {
      for (let w = 0; w < view.batch; w++) {
        for (let e = 0; e < edges.length; e++) {
          const order = Math.max(levels[e] - positions[position](view, w, edges[e].target), 0)
          actions[w * edges.length + e] = caps === undefined ? order : Math.min(order, caps[e])
        }
      }
    },
  }
}

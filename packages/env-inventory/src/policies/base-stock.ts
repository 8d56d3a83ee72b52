/** Order up to a level: `baseStockPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { orderUpToPolicy } from './order-up-to.ts'
import { positionsOf } from './positions.ts'

/**
 * Every edge orders max(level - position, 0), where the position is that of the node it leads to.
 *
 * Shapes: `levels` [edges], in units. Of several edges into a node all but one should have level 0.
 * Where a warehouse is asked for more than it has, the environment shares it out in proportion.
 * Source: Zipkin 2000, Foundations of Inventory Management, section 6.2.
 */
export function baseStockPolicy(problem: NetworkProblem, levels: readonly number[]): Policy {
  return orderUpToPolicy(positionsOf(problem).local, levels)
}

/** Order up to a level, but never much at once: `cappedBaseStockPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { orderUpToPolicy } from './order-up-to.ts'
import { positionsOf } from './positions.ts'

/**
 * Every edge orders min(cap, max(level - position, 0)), where the position is that of the node it leads to.
 *
 * Shapes: `levels` and `caps` [edges], in units.
 * Source: Xin 2021, "Understanding the performance of capped base-stock policies in lost-sales inventory models".
 */
export function cappedBaseStockPolicy(
  problem: NetworkProblem,
  levels: readonly number[],
  caps: readonly number[],
): Policy {
  return orderUpToPolicy(positionsOf(problem).local, levels, caps)
}

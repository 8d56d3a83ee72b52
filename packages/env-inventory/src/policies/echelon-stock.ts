/** Order up to an echelon level: `echelonStockPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { orderUpToPolicy } from './order-up-to.ts'
import { positionsOf } from './positions.ts'

/**
 * Every edge orders max(level - echelon position, 0): the position of the node it leads to, and all stock that lies
 * downstream of it or is under way there. For stores this is base stock.
 *
 * Shapes: `levels` [edges], in units.
 * Source: Clark and Scarf 1960, "Optimal policies for a multi-echelon inventory problem".
 */
export function echelonStockPolicy(problem: NetworkProblem, levels: readonly number[]): Policy {
  return orderUpToPolicy(positionsOf(problem).echelon, levels)
}

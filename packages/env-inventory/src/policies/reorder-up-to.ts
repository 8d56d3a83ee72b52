/** Order seldom, up to a level: `reorderUpToPolicy`, the (s, S) policy. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { edgePolicy } from './edge-policy.ts'
import { positionsOf, sumOf } from './positions.ts'

/**
 * Every edge orders S - position where the position of the node it leads to is at or below s, and else nothing.
 *
 * Shapes: `reorderPoints` (s) and `levels` (S) [edges], in units.
 * Source: Scarf 1960, "The optimality of (S, s) policies in the dynamic inventory problem"; at s itself as in
 * `reorderOptimum`.
 */
export function reorderUpToPolicy(
  problem: NetworkProblem,
  reorderPoints: readonly number[],
  levels: readonly number[],
): Policy {
  const { local } = positionsOf(problem)
  return edgePolicy(problem, (row, from, e) => {
    const position = sumOf(row, from, local[e])
    return position <= reorderPoints[e] ? Math.max(levels[e] - position, 0) : 0
  })
}

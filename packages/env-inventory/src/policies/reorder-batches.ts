/** Order whole batches: `reorderBatchesPolicy`, the (R, nQ) policy. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { edgePolicy } from './edge-policy.ts'
import { positionsOf, sumOf } from './positions.ts'

/**
 * Every edge orders the least number of batches that brings the position of the node it leads to above its reorder point;
 * none where it is there already.
 *
 * Shapes: `reorderPoints` (R) and `batches` (Q, above 0) [edges], in units.
 * Source: Federgruen and Zheng 1992, "An efficient algorithm for computing an optimal (r, Q) policy"; `batchOptimum`.
 */
export function reorderBatchesPolicy(
  problem: NetworkProblem,
  reorderPoints: readonly number[],
  batches: readonly number[],
): Policy {
  const { local } = positionsOf(problem)
  return edgePolicy(problem, (row, from, e) => {
    const short = reorderPoints[e] - sumOf(row, from, local[e])
    return short >= 0 ? (Math.floor(short / batches[e]) + 1) * batches[e] : 0
  })
}

/** The subset of a tree that scores best: `bestByScores`. */
import type { SubsetTree } from './subset-tree.ts'

/** The member of greatest total score, the first of several; `totals` is [nodes], rewritten. */
export function bestByScores(
  { parents, lasts, members }: SubsetTree,
  scores: Float64Array,
  from: number,
  totals: Float64Array,
): number {
  let best = -1
  totals[0] = 0
  for (let node = 0; node < parents.length; node++) {
    if (node > 0) totals[node] = totals[parents[node]] + scores[from + lasts[node]]
    if (members[node] === 1 && (best < 0 || totals[node] > totals[best])) best = node
  }
  return best
}

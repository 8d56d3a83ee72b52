/** Order the same in every period: `constantOrderPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { edgePolicy } from './edge-policy.ts'

/**
 * Shapes: `orders` [edges], in units.
 *
 * Source: Reiman 2004, "A new and simple policy for the continuous review lost sales inventory model"; Goldberg et al.
 * 2016, "Asymptotic optimality of constant-order policies for lost sales inventory models with large lead times".
 */
export function constantOrderPolicy(problem: NetworkProblem, orders: readonly number[]): Policy {
  return edgePolicy(problem, (_row, _from, e) => orders[e])
}

/** Warehouses that share out by softmax: `softmaxAllocationPolicy`. */
import { type Policy, exp } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { positionsOf, sumOf } from './positions.ts'

/** The score of a warehouse's keeping stock, as in the reference. */
const HOLD = 1

/**
 * A warehouse sends along edge e the share exp(z_e) / (exp(1) + sum of exp(z)) of what it has on hand, z_e = scale (target -
 * position) with the position of the node that the edge leads to; without the constant where it may hold nothing. Suppliers
 * send max(target - echelon position, 0).
 *
 * Shapes: `targets` [edges], in units. `scale`: per unit.
 * Source: Alvo et al. 2023, appendix on warehouses: their networks' outputs are the scores.
 */
export function softmaxAllocationPolicy(
  problem: NetworkProblem,
  targets: readonly number[],
  scale: number,
): Policy {
  const { nodes, edges } = problem.network
  const { rows, local, echelon } = positionsOf(problem)
  const warehouses = nodes.flatMap(({ kind, holds }, node) => {
    if (kind !== 'warehouse') return []
    const outgoing = edges.flatMap(({ source }, e) => (source === node ? [e] : []))
    return [{ onHand: rows[node][0], holds, outgoing, scores: new Float64Array(outgoing.length) }]
  })
  const supplied = edges.flatMap(({ source }, e) => (nodes[source].kind === 'supplier' ? [e] : []))
  return {
    begin() {},
    act({ observations, batch, spec }, actions) {
      const width = spec.observation.shape[0]
      for (let w = 0; w < batch; w++) {
        const from = w * width
        const to = w * edges.length
        for (let i = 0; i < supplied.length; i++) {
          const e = supplied[i]
          actions[to + e] = Math.max(targets[e] - sumOf(observations, from, echelon[e]), 0)
        }
        for (let k = 0; k < warehouses.length; k++) {
          const { onHand, holds, outgoing, scores } = warehouses[k]
          let highest = holds ? HOLD : -Infinity
          for (let i = 0; i < outgoing.length; i++) {
            const e = outgoing[i]
            scores[i] = scale * (targets[e] - sumOf(observations, from, local[e]))
            if (scores[i] > highest) highest = scores[i]
          }
          let total = holds ? exp(HOLD - highest) : 0
          for (let i = 0; i < outgoing.length; i++) total += scores[i] = exp(scores[i] - highest)
          const perShare = Math.max(observations[from + onHand], 0) / total
          for (let i = 0; i < outgoing.length; i++) actions[to + outgoing[i]] = scores[i] * perShare
        }
      }
    },
  }
}

/** Policies that decide edge by edge from what is seen now: `edgePolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'

/** What to order along edge `e`, given the observation that begins at `from`. */
export type EdgeRule = (observations: Float32Array, from: number, e: number) => number

/** A policy without memory or chance. */
export function edgePolicy({ network }: NetworkProblem, order: EdgeRule): Policy {
  const edges = network.edges.length
  return {
    begin() {},
    act({ observations, batch, spec }, actions) {
      const width = spec.observation.shape[0]
      for (let w = 0; w < batch; w++) {
        for (let e = 0; e < edges; e++) actions[w * edges + e] = order(observations, w * width, e)
      }
    },
  }
}

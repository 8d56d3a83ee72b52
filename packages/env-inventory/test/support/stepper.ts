/** A policy against the simulator itself, without an environment around it: `play`. */
import { type ActionArray, type Policy, Seed, type View } from '@gauntlet/core'
import { describeProblem } from '../../src/network/network-environment.ts'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { StockObservation } from '../../src/network/stock-observation.ts'

/** What a period's orders were, [edges, batch], and what it left behind. */
export type Observer = (orders: Float64Array, simulator: NetworkSimulator) => void

/**
 * Plays `demand`, by period [stores, batch], from the stock that `start` puts down.
 */
export function play(
  problem: NetworkProblem,
  policy: Policy,
  batch: number,
  demand: readonly (readonly number[])[],
  start: (simulator: NetworkSimulator) => void,
  observe: Observer,
): void {
  const simulator = new NetworkSimulator(problem.network, batch)
  const stock = new StockObservation(simulator.plan)
  const edges = problem.network.edges.length
  const observations = new Float32Array(batch * stock.size)
  const view = { spec: describeProblem(problem, []), batch, observations } as unknown as View
  const actions: ActionArray = new Float32Array(batch * edges)
  const orders = new Float64Array(edges * batch)
  start(simulator)
  policy.begin(view, Seed.from(0))
  for (const asked of demand) {
    stock.write(simulator, 0, batch, observations, stock.size)
    policy.act(view, actions, 'greedy')
    for (let w = 0; w < batch; w++) {
      for (let e = 0; e < edges; e++) orders[e * batch + w] = actions[w * edges + e]
    }
    simulator.step(orders, Float64Array.from(asked))
    observe(orders, simulator)
  }
}

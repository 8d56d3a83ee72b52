/** The post-decision face of networks: `networkPostDecision`, `postDecisionSpace`. */
import {
  type ActionArray,
  type ArraySpec,
  type Buffers,
  type PostDecisionFace,
  layout,
  product,
} from '@gauntlet/core'
import { FeatureBlocks } from './features.ts'
import { fillOrders } from './fill-orders.ts'
import type { NetworkRules } from './network-rules.ts'
import { planNetwork } from './plan.ts'
import type { NetworkProblem } from './problem.ts'
import { NetworkSimulator } from './simulator.ts'
import { StockObservation } from './stock-observation.ts'
import { readStates, writeStates } from './world-state.ts'

/**
 * Stock once orders are filled and shipped and, where that comes before demand, received; laid out as observations are,
 * but with a whole lead time ahead. What a random lead time has not settled is shared over the periods in which it
 * may arrive.
 */
export function networkPostDecision(
  { network }: NetworkProblem,
  rules: NetworkRules,
  { batch }: Buffers,
): PostDecisionFace {
  const { simulator, features } = rules
  const { plan } = simulator
  const stock = new StockObservation(plan, 'before-demand')
  const width = stock.size + features.size
  const random = network.edges.flatMap(({ leadTime: [least, most] }, edge) =>
    least < most ? [{ edge, least, most }] : [],
  )
  const edges = plan.edges.length
  const orders = new Float64Array(edges * batch)
  const states = new Float64Array(plan.stateSize * batch)
  // Made when it is first asked for: who never asks does not pay for a second simulator.
  let twin: NetworkSimulator | undefined

  function observe(actions: ActionArray, out: Float32Array): void {
    twin ??= new NetworkSimulator(network, batch)
    readStates(simulator, 0, batch, states)
    clear(twin)
    writeStates(twin, 0, batch, states)
    for (let w = 0; w < batch; w++) {
      for (let e = 0; e < edges; e++) orders[e * batch + w] = actions[w * edges + e]
    }
    fillOrders(twin, orders)
    spread(twin)
    twin.dispatch()
    stock.write(twin, 0, batch, out, width)
    features.write(simulator, 0, batch, out, stock.size, width)
  }

  /** Puts what is shipped with a random lead time under way by itself, in equal parts; nothing is left to send. */
  function spread({ underWay, shipped, onHand, now }: NetworkSimulator): void {
    for (let k = 0; k < random.length; k++) {
      const { edge, least, most } = random[k]
      const { slots, source, rationed } = plan.edges[edge]
      const perUnit = network.nodes[source].yield
      for (let w = 0; w < batch; w++) {
        const units = shipped[edge * batch + w]
        for (let periods = least; periods <= most; periods++)
          underWay[edge][((now + periods) % slots) * batch + w] += units / (most - least + 1)
        if (rationed) onHand[source * batch + w] -= units / perUnit
        shipped[edge * batch + w] = 0
      }
    }
  }

  return { observe }
}

/** What the face shows. */
export function postDecisionSpace(problem: NetworkProblem): ArraySpec {
  const plan = planNetwork(problem.network)
  const stock = new StockObservation(plan, 'before-demand')
  const blocks = layout(...stock.blocks, ...new FeatureBlocks(problem, plan, 1).blocks)
  const size = blocks.reduce((sum, { shape }) => sum + product(shape), 0)
  return { shape: [size], low: -Infinity, high: Infinity, layout: blocks }
}

/** Slots of which a state says nothing are empty. */
function clear({ underWay }: NetworkSimulator): void {
  for (let e = 0; e < underWay.length; e++) underWay[e].fill(0)
}

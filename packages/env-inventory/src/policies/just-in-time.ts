/** An oracle: `justInTimePolicy`, which knows demand before it is asked for. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { Foresight } from './foresight.ts'
import { homeEdges } from './home-edges.ts'
import { positionsOf, sumOf } from './positions.ts'

/** A store that an edge leads to, and the period, from now, whose demand an order along it serves. */
interface Served {
  readonly store: number
  readonly ahead: number
}

/**
 * Every node orders along the edge of least lead time, so that what arrives meets demand in the very period in which it
 * can be sold: up to all demand until then, less the echelon position. Lead times that vary are taken for the longest.
 *
 * Sees the future, for it replays demand from the instance: no rival. Where neither orders nor edges cost anything nobody does
 * better in the long run.
 * Source: Alvo et al. 2023, "just-in-time". Differs: it orders less where an episode began with stock of which too much was
 * left, rather than hold it for ever.
 */
export function justInTimePolicy(problem: NetworkProblem): Policy {
  const { edges } = problem.network
  const { echelon } = positionsOf(problem)
  const served = servedStores(problem)
  const farthest = Math.max(...served.flat().map(({ ahead }) => ahead))
  const foresight = new Foresight(problem, farthest)
  return {
    begin: (view) => foresight.begin(view),
    act(view, actions) {
      const { observations, batch, spec } = view
      const width = spec.observation.shape[0]
      foresight.advance(view)
      for (let w = 0; w < batch; w++) {
        for (let e = 0; e < edges.length; e++) {
          let order = 0
          for (let i = 0; i < served[e].length; i++) {
            order += foresight.total(w, served[e][i].store, served[e][i].ahead)
          }
          if (served[e].length > 0) order -= sumOf(observations, w * width, echelon[e])
          actions[w * edges.length + e] = Math.max(order, 0)
        }
      }
    },
    forget: (w) => foresight.forget(w),
  }
}

/** By edge; nothing of an edge that is nobody's home. */
function servedStores({ network }: NetworkProblem): Served[][] {
  const { nodes, edges, sequence } = network
  const homes = homeEdges(network)
  const stores = nodes.flatMap(({ kind }, node) => (kind === 'store' ? [node] : []))
  // Where orders come first, what arrives waits a period before it is shipped on.
  const handling = sequence === 'receive-first' ? 0 : 1
  const from = (node: number): Served[] => {
    if (nodes[node].kind === 'store') return [{ store: stores.indexOf(node), ahead: 0 }]
    return homes.flatMap((e, target) =>
      e >= 0 && edges[e].source === node
        ? from(target).map(({ store, ahead }) => ({ store, ahead: ahead + edges[e].leadTime[1] + handling }))
        : [],
    )
  }
  return edges.map(({ target, leadTime, orderDelay }, e) =>
    homes[target] === e
      ? from(target).map(({ store, ahead }) => ({ store, ahead: ahead + leadTime[1] + orderDelay }))
      : [],
  )
}

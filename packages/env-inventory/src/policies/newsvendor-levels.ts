/** Echelon base-stock levels for any network, by newsvendors: `newsvendorLevels`. */
import type { NetworkProblem } from '../network/problem.ts'
import { normalQuantile } from '../solvers/normal.ts'
import { homeEdges } from './home-edges.ts'

/** The stores that a node serves, and how far away they are. */
interface Reach {
  readonly mean: number
  readonly variance: number
  readonly underageCost: number
  /** Periods from the node to its stores, the longest way along home edges. */
  readonly distance: number
}

/**
 * Levels of echelon positions [edges]: the quantile p / (p + h) of normal demand over the periods until an order reaches
 * the stores and the one that it then serves. A node with several edges into it orders along its home edge; the others
 * have level 0.
 *
 * Source: the newsvendor bounds of Shang and Song 2003, "Newsvendor bounds and heuristic for optimal policies in serial
 * supply chains", for a single stage; whole networks by the same rule.
 */
export function newsvendorLevels(problem: NetworkProblem): number[] {
  const { edges, nodes } = problem.network
  const homes = homeEdges(problem.network)
  return edges.map(({ target, leadTime: [, most], orderDelay }, e) => {
    if (homes[target] !== e) return 0
    const { mean, variance, underageCost, distance } = reachOf(problem, homes, target)
    const periods = most + orderDelay + distance + 1
    const share = underageCost / (underageCost + nodes[target].holdingCost)
    const z = share > 0 && share < 1 ? normalQuantile(share) : 0
    return Math.max(mean * periods + z * Math.sqrt(variance * periods), 0)
  })
}

function reachOf(problem: NetworkProblem, homes: readonly number[], node: number): Reach {
  const { network, demand } = problem
  const { kind, underageCost, price } = network.nodes[node]
  if (kind === 'store') {
    const s = network.nodes.slice(0, node).filter((other) => other.kind === 'store').length
    const deviation = demand.deviations[s]
    const variance = deviation * deviation
    return { mean: demand.means[s], variance, underageCost: underageCost + price, distance: 0 }
  }
  const below = network.edges.flatMap(({ source, target, leadTime: [, most] }, e) =>
    source === node && homes[target] === e ? [{ most, ...reachOf(problem, homes, target) }] : [],
  )
  const sum = (pick: (reach: Reach) => number): number =>
    below.reduce((total, reach) => total + pick(reach), 0)
  return {
    mean: sum((reach) => reach.mean),
    variance: sum((reach) => reach.variance),
    underageCost: below.length === 0 ? 0 : sum((reach) => reach.underageCost) / below.length,
    distance: below.reduce((longest, { most, distance }) => Math.max(longest, most + distance), 0),
  }
}

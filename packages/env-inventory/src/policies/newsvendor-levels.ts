/** Echelon base-stock levels for any network, by newsvendors: `newsvendorLevels`. */
import type { NetworkProblem } from '../network/problem.ts'
import { normalQuantile } from '../solvers/normal.ts'

/** What the levels are made for: one edge into each node, and how far the stores are from there. */
interface Reach {
  readonly mean: number
  readonly variance: number
  readonly holdingCost: number
  readonly underageCost: number
  /** Periods from the node to its stores, the longest way along the chosen edges. */
  readonly distance: number
}

/**
 * Levels of echelon positions [edges]: the quantile p / (p + h) of normal demand over the periods until an order reaches
 * the stores and the one that it then serves. A node with several edges into it orders along the shortest; the others
 * have level 0.
 *
 * Source: the newsvendor bounds of Shang and Song 2003, "Newsvendor bounds and heuristic for optimal policies in serial
 * supply chains", for a single stage; whole networks by the same rule.
 */
export function newsvendorLevels(problem: NetworkProblem): number[] {
  const { edges, nodes } = problem.network
  const chosen = nodes.map((_, node) => shortestInto(problem, node))
  return edges.map(({ target, leadTime: [, most] }, e) => {
    if (chosen[target] !== e) return 0
    const { mean, variance, holdingCost, underageCost, distance } = reachOf(problem, chosen, target)
    const periods = most + distance + 1
    const share = underageCost / (underageCost + holdingCost)
    const z = share > 0 && share < 1 ? normalQuantile(share) : 0
    return Math.max(mean * periods + z * Math.sqrt(variance * periods), 0)
  })
}

function shortestInto({ network: { edges } }: NetworkProblem, node: number): number {
  let best = -1
  edges.forEach(({ target, leadTime }, e) => {
    if (target === node && (best < 0 || leadTime[1] < edges[best].leadTime[1])) best = e
  })
  return best
}

function reachOf(problem: NetworkProblem, chosen: readonly number[], node: number): Reach {
  const { network, demand } = problem
  const { kind, holdingCost, underageCost, price } = network.nodes[node]
  if (kind === 'store') {
    const s = network.nodes.slice(0, node).filter((other) => other.kind === 'store').length
    const deviation = demand.deviations[s]
    const variance = deviation * deviation
    return { mean: demand.means[s], variance, holdingCost, underageCost: underageCost + price, distance: 0 }
  }
  const fed = network.edges.flatMap(({ source, target, leadTime }, e) =>
    source === node && chosen[target] === e ? [{ target, most: leadTime[1] }] : [],
  )
  const below = fed.map(({ target, most }) => ({ most, ...reachOf(problem, chosen, target) }))
  const sum = (pick: (reach: Reach) => number): number =>
    below.reduce((total, reach) => total + pick(reach), 0)
  return {
    mean: sum(({ mean }) => mean),
    variance: sum(({ variance }) => variance),
    holdingCost,
    underageCost: below.length === 0 ? 0 : sum((reach) => reach.underageCost) / below.length,
    distance: below.reduce((longest, { most, distance }) => Math.max(longest, most + distance), 0),
  }
}

/** Order up to a quantile of demand: `quantilePolicy`, `pastQuantilePolicy`, and which quantile: `newsvendorFractions`, `transformedFractions`. */
import { type Policy, exp, log } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import type { Distribution } from '../solvers/distribution.ts'
import { baseStockPolicy } from './base-stock.ts'
import { edgePolicy } from './edge-policy.ts'
import { homeEdges } from './home-edges.ts'
import { positionsOf, sumOf } from './positions.ts'

/**
 * Stores order up to the quantile of their demand over lead time + 1 periods, where demand's distribution is known.
 *
 * Shapes: `demands` (of a period) and `fractions`, in (0, 1), [stores]. For stores that suppliers serve.
 * Source: the fixed, generalised and transformed newsvendors of Alvo et al. 2023, whose quantiles come from a forecaster.
 */
export function quantilePolicy(
  problem: NetworkProblem,
  demands: readonly Distribution[],
  fractions: readonly number[],
): Policy {
  const levels = storesByEdge(problem).map((s, e) => {
    if (s < 0) return 0
    return demands[s].sum(periodsUntil(problem, e)).quantile(fractions[s])
  })
  return baseStockPolicy(problem, levels)
}

/**
 * The same by the quantiles of the demand that is observed, `pastDemand` periods of it: of all its sums over lead time + 1
 * periods, interpolated. `returns`: whether what is above the quantile is sent back, by orders below 0 (which no problem
 * of this package takes: they become 0).
 *
 * Ranges: `pastDemand` above every lead time. Shapes: `fractions` [stores].
 */
export function pastQuantilePolicy(
  problem: NetworkProblem,
  fractions: readonly number[],
  returns: boolean = false,
): Policy {
  const { pastDemand } = problem
  const { local } = positionsOf(problem)
  const stores = storesByEdge(problem)
  const lowest = returns ? -Infinity : 0
  const windows = stores.map((_, e) => new Float64Array(pastDemand - periodsUntil(problem, e) + 1))
  let first = -1
  const rule = edgePolicy(problem, (row, from, e) => {
    const s = stores[e]
    if (s < 0) return 0
    const sums = windows[e]
    fillSums(row, from + first + s * pastDemand, pastDemand, sums)
    const level = quantileOf(sums.sort(), fractions[s])
    return Math.max(level - sumOf(row, from, local[e]), lowest)
  })
  return {
    begin({ spec }) {
      first = spec.observation.layout!.find(({ name }) => name === 'past demand')!.offset
    },
    act: (view, actions, mode) => rule.act(view, actions, mode),
  }
}

/** p / (p + h) [stores], where a unit short costs its price too. Source: the generalised newsvendor (`quantile_nv`). */
export function newsvendorFractions({ network }: NetworkProblem): number[] {
  return network.nodes.flatMap(({ kind, underageCost, price, holdingCost }) => {
    const short = underageCost + price
    return kind === 'store' ? [short / (short + holdingCost)] : []
  })
}

/**
 * Fractions moved along the logistic curve: logit f' = shift + slope logit f. A map of the newsvendor's, as `transformed_nv`
 * learns one.
 */
export function transformedFractions(fractions: readonly number[], shift: number, slope: number): number[] {
  return fractions.map((f) => 1 / (1 + exp(-(shift + slope * log(f / (1 - f))))))
}

/** By edge: the store that orders along it; -1 of all others. */
function storesByEdge({ network }: NetworkProblem): number[] {
  const homes = homeEdges(network)
  const stores = network.nodes.flatMap(({ kind }, node) => (kind === 'store' ? [node] : []))
  return network.edges.map(({ target }, e) => (homes[target] === e ? stores.indexOf(target) : -1))
}

/** Periods from an order up to and with the one in which it is at hand. */
function periodsUntil({ network }: NetworkProblem, e: number): number {
  const { leadTime, orderDelay } = network.edges[e]
  return leadTime[1] + orderDelay + 1
}

/** All sums of as many periods in a row as leave `sums.length` of them. */
function fillSums(row: Float32Array, from: number, periods: number, sums: Float64Array): void {
  const length = periods - sums.length + 1
  let sum = 0
  for (let p = 0; p < length; p++) sum += row[from + p]
  sums[0] = sum
  for (let k = 1; k < sums.length; k++) {
    sum += row[from + k + length - 1] - row[from + k - 1]
    sums[k] = sum
  }
}

/** Between the two of the sorted numbers next to place fraction × (n - 1). */
function quantileOf(sorted: Float64Array, fraction: number): number {
  const place = fraction * (sorted.length - 1)
  const k = Math.floor(place)
  const next = Math.min(k + 1, sorted.length - 1)
  return sorted[k] + (place - k) * (sorted[next] - sorted[k])
}

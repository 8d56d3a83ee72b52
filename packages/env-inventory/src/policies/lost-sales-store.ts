/**
 * One store with lost sales, for its solvers, and parameters of its policies: `lostSalesStore`, `stateCount`,
 * `baseStockLevel`, `spreadLevel`, `cappedLevel`, `isTunable`, `bestConstantOrder`.
 */
import { type LostSalesAnchor, anchorDemand, lostSalesAnchors } from '../data/lost-sales-anchors.ts'
import type { Network } from '../network/network.ts'
import { DiscreteDistribution } from '../solvers/discrete.ts'
import type { Distribution } from '../solvers/distribution.ts'
import {
  type CappedBaseStock,
  bestBaseStock,
  bestCappedBaseStock,
  lostSalesPolicyCost,
} from '../solvers/lost-sales-policies.ts'
import type { LostSalesInstance } from '../solvers/lost-sales-states.ts'
import { type LevelAndCost, backlogOptimum, newsvendor } from '../solvers/newsvendor.ts'

/** Policies are tuned exactly where there are at most as many states. */
const TUNABLE = 10_000

/** So many states are nobody's to count: the demand of many periods would have to be added up for it. */
const MILLIONS = 4_000_000

/** Stock beyond which constant orders are not evaluated: it would take seconds. */
const LONGEST_WALK = 1200

/** The network as solvers take it; undefined where it is not one store with lost sales, a lead time and whole demand. */
export function lostSalesStore(
  { nodes, edges, unmetDemand }: Network,
  demand: Distribution | undefined,
): LostSalesInstance | undefined {
  if (!(demand instanceof DiscreteDistribution) || demand.unit !== 1) return undefined
  if (nodes.length !== 2 || unmetDemand !== 'lost') return undefined
  const { holdingCost, underageCost, price } = nodes.find(({ kind }) => kind === 'store')!
  const [least, most] = edges[0].leadTime
  if (least !== most || holdingCost === 0 || underageCost + price === 0) return undefined
  return { demand, leadTime: most, holdingCost, underageCost: underageCost + price }
}

/** At least as many states as value iteration looks at, unless there are millions. */
export function stateCount({ demand, leadTime, holdingCost, underageCost }: LostSalesInstance): number {
  const order = newsvendor(demand, holdingCost, underageCost).level
  let pipelines = 1
  for (let k = 1; k < leadTime && pipelines < MILLIONS; k++) pipelines *= order + 1
  if (pipelines >= MILLIONS) return pipelines
  return pipelines * (newsvendor(demand.sum(leadTime + 1), holdingCost, underageCost).level + 1)
}

/**
 * The best base-stock level: from a table for Zipkin's instances, exactly where there are few states. Elsewhere, and for
 * demand that is not whole, that with backlog where a unit short costs its loss spread over the L + 1 periods.
 */
export function baseStockLevel(instance: LostSalesInstance): number {
  const anchor = anchorOf(instance)
  if (anchor !== undefined) return anchor.baseStock.level
  if (stateCount(instance) <= TUNABLE) return bestBaseStock(instance).level
  return spreadLevel(instance.demand, instance)
}

/** The level with backlog where a unit short costs p / (L + 1): near the best one with lost sales. */
export function spreadLevel(
  demand: Distribution,
  { leadTime, holdingCost, underageCost }: Omit<LostSalesInstance, 'demand'>,
): number {
  return backlogOptimum(demand, leadTime, holdingCost, underageCost / (leadTime + 1)).level
}

/** The best capped base-stock policy, from the table or exactly; for an instance that `isTunable`. */
export function cappedLevel(instance: LostSalesInstance): CappedBaseStock {
  return anchorOf(instance)?.cappedBaseStock ?? bestCappedBaseStock(instance)
}

/** Whether policies with more than a level are tuned in less than a second. */
export function isTunable(instance: LostSalesInstance): boolean {
  return anchorOf(instance) !== undefined || stateCount(instance) <= TUNABLE
}

/**
 * The best whole amount to order in every period. Lead times do not matter: what is left over is a random walk that stops
 * at 0, W' = max(W + r - D, 0), and mean - r is lost per period.
 *
 * Amounts so near to mean demand that more than `LONGEST_WALK` units lie there now and then are left out. Others are where
 * E[max(r - D, 0)^2] / (2 (mean - r)), which E[W] is no less than, makes them dearer than the best one.
 * Source of the bound: Daley 1977, "Inequalities for moments of tails of random variables, with a queueing application".
 */
export function bestConstantOrder(instance: LostSalesInstance): LevelAndCost {
  const { demand, holdingCost, underageCost } = instance
  let best: LevelAndCost = { level: 0, cost: underageCost * demand.mean }
  for (let order = Math.ceil(demand.mean) - 1; order > 0; order--) {
    const short = underageCost * (demand.mean - order)
    if (short >= best.cost) break
    if (short + holdingCost * leastLeft(demand, order) >= best.cost) continue
    const highest = highestStock(demand, order)
    if (highest > LONGEST_WALK) continue
    const bounds = { orderBound: order, positionBound: highest }
    const { cost } = lostSalesPolicyCost({ ...instance, leadTime: 1 }, bounds, (_state, most) => most)
    if (cost < best.cost) best = { level: order, cost }
  }
  return best
}

function leastLeft({ probabilities, mean }: DiscreteDistribution, order: number): number {
  let squares = 0
  for (let d = 0; d < Math.min(order, probabilities.length); d++) {
    squares += probabilities[d] * (order - d) * (order - d)
  }
  return squares / (2 * (mean - order))
}

/** The walk's tail is like exp(-2 (mean - order) x / variance), which is cut off at 1e-10. */
function highestStock({ mean, deviation }: DiscreteDistribution, order: number): number {
  return order + Math.ceil((12 * deviation * deviation) / (mean - order) + 12 * deviation)
}

/** The instance of Zipkin's that it is, whatever money is counted in. */
function anchorOf({
  demand,
  leadTime,
  holdingCost,
  underageCost,
}: LostSalesInstance): LostSalesAnchor | undefined {
  return lostSalesAnchors.find(
    (anchor) =>
      anchor.leadTime === leadTime &&
      anchor.underageCost * holdingCost === underageCost &&
      sameDemand(anchorDemand(anchor), demand),
  )
}

function sameDemand(one: DiscreteDistribution, other: DiscreteDistribution): boolean {
  const { probabilities } = other
  return (
    one.probabilities.length === probabilities.length &&
    one.probabilities.every((mass, k) => mass === probabilities[k])
  )
}

/**
 * One period, and one store with backlog: `newsvendor`, `newsvendorProfit`, `backlogOptimum`.
 *
 * Symbols: h holding cost per unit left over; p underage cost per unit short; y units at hand before demand.
 */
import { requireNumber, requireWhole } from './checks.ts'
import type { Distribution } from './distribution.ts'

/** A stock level and the average cost per period, or for the one period, that it has. */
export interface LevelAndCost {
  readonly level: number
  readonly cost: number
}

/** h E[max(y - D, 0)] + p E[max(D - y, 0)]. */
export function expectedCost(
  demand: Distribution,
  holdingCost: number,
  underageCost: number,
  level: number,
): number {
  const short = demand.loss(level)
  return holdingCost * (level - demand.mean + short) + underageCost * short
}

/**
 * The level of least `expectedCost`: the smallest with P(D <= y) >= p / (p + h).
 *
 * Errors: ParameterError unless both costs are above 0.
 * Source: Arrow, Harris and Marschak 1951; Zipkin 2000, Foundations of Inventory Management, chapter 9.
 */
export function newsvendor(demand: Distribution, holdingCost: number, underageCost: number): LevelAndCost {
  requireNumber('newsvendor.holdingCost', holdingCost, 0, true)
  requireNumber('newsvendor.underageCost', underageCost, 0, true)
  const level = demand.quantile(underageCost / (underageCost + holdingCost))
  return { level, cost: expectedCost(demand, holdingCost, underageCost, level) }
}

/**
 * The level of greatest expected profit: bought at `unitCost`, sold at `price`, the rest sold off at `salvage`.
 *
 * Errors: ParameterError unless salvage < unitCost < price.
 */
export function newsvendorProfit(
  demand: Distribution,
  price: number,
  unitCost: number,
  salvage: number = 0,
): { readonly level: number; readonly profit: number } {
  requireNumber('newsvendorProfit.unitCost', unitCost, salvage, true)
  requireNumber('newsvendorProfit.price', price, unitCost, true)
  const { level, cost } = newsvendor(demand, unitCost - salvage, price - unitCost)
  return { level, profit: (price - unitCost) * demand.mean - cost }
}

/**
 * The optimal base-stock level of one store with backlog, and its average cost per period.
 *
 * An order placed in period t is at hand in t + `leadTime`, before demand, so that the inventory position after ordering
 * meets the demand of leadTime + 1 periods: a newsvendor.
 * Ranges: `demand` of one period, independent between periods; `leadTime` a whole number from 0 on.
 * Source: Karlin and Scarf 1958; Zipkin 2000, chapter 9.
 */
export function backlogOptimum(
  demand: Distribution,
  leadTime: number,
  holdingCost: number,
  underageCost: number,
): LevelAndCost {
  requireWhole('backlogOptimum.leadTime', leadTime, 0)
  return newsvendor(demand.sum(leadTime + 1), holdingCost, underageCost)
}

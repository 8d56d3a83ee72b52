/**
 * Simple policies for one store with lost sales, evaluated exactly and tuned: `baseStockCost`, `cappedBaseStockCost`,
 * `lostSalesPolicyCost`, `bestBaseStock`, `bestCappedBaseStock`.
 */
import { requireWhole } from './checks.ts'
import { backlogOptimum, type LevelAndCost } from './newsvendor.ts'
import { type LostSalesInstance, LostSalesStates, requireLostSales } from './lost-sales-states.ts'
import { type AverageCost, LostSalesValues } from './lost-sales-values.ts'
import { TOLERANCE } from './lost-sales.ts'

/** The states that a policy is evaluated on: its orders must neither exceed nor lead beyond them. */
export interface LostSalesBounds {
  readonly orderBound: number
  readonly positionBound: number
}

/**
 * The average cost per period of any policy, by value iteration under its orders.
 *
 * `policy(state, most)` gives the order of a state [x0, …, x(L-1)] (an array that is used again), a whole number from 0 to
 * `most`; its states must have one recurrent class, as they have where demand can run the stock out.
 * Errors: ParameterError naming the field; GauntletError where an order is out of its range, or states are too many.
 */
export function lostSalesPolicyCost(
  instance: LostSalesInstance,
  { orderBound, positionBound }: LostSalesBounds,
  policy: (state: Int32Array, most: number) => number,
): AverageCost {
  requireLostSales(instance)
  const values = new LostSalesValues(
    instance,
    new LostSalesStates(instance.leadTime, orderBound, positionBound),
  )
  values.setOrders(policy)
  return values.evaluate(TOLERANCE)
}

/**
 * The average cost per period of a policy that orders min(cap, max(0, level - inventory position)).
 *
 * Ranges: `level` and `cap` whole numbers from 0 on.
 */
export function cappedBaseStockCost(instance: LostSalesInstance, level: number, cap: number): AverageCost {
  requireWhole('cappedBaseStock.level', level, 0)
  requireWhole('cappedBaseStock.cap', cap, 0)
  const bounds = { orderBound: Math.min(cap, level), positionBound: level }
  return lostSalesPolicyCost(instance, bounds, (_state, most) => most)
}

/** The average cost per period of a policy that orders up to `level`, a whole number from 0 on. */
export function baseStockCost(instance: LostSalesInstance, level: number): AverageCost {
  return cappedBaseStockCost(instance, level, level)
}

/**
 * The best base-stock level, by descent: costs are convex in it (Janakiraman and Roundy 2004, Lost-sales problems with
 * stochastic lead times: convexity results for base-stock policies).
 */
export function bestBaseStock(instance: LostSalesInstance): LevelAndCost {
  return descend(startingLevel(instance), (level) => baseStockCost(instance, level).cost)
}

/** A capped base-stock policy's level and cap, and its average cost per period. */
export interface CappedBaseStock extends LevelAndCost {
  readonly cap: number
}

/** Caps in a row without improvement after which larger ones are no longer tried: costs have small ripples. */
const PATIENCE = 4

/**
 * The best capped base-stock policy: caps upwards until several in a row bring nothing, with the best level of each.
 *
 * No more than the cap is sold per period, so that the least cap worth a trial is one whose lost sales alone cost less than
 * some policy without a cap.
 * Source: Xin 2021, Understanding the performance of capped base-stock policies in lost-sales inventory models.
 */
export function bestCappedBaseStock(instance: LostSalesInstance): CappedBaseStock {
  let level = startingLevel(instance)
  const uncapped = baseStockCost(instance, level).cost
  let cap = Math.max(1, Math.ceil(instance.demand.mean - uncapped / instance.underageCost))
  let best: CappedBaseStock = { level, cap, cost: Infinity }
  for (let without = 0; without < PATIENCE; cap++) {
    const found = bestForCap(instance, level, cap)
    level = found.level
    without++
    if (found.cost >= best.cost) continue
    best = { ...found, cap }
    without = 0
  }
  return best
}

function bestForCap(instance: LostSalesInstance, start: number, cap: number): LevelAndCost {
  return descend(start, (level) => cappedBaseStockCost(instance, level, cap).cost)
}

/** A level near the best: that with backlog where a unit short costs its loss spread over the L + 1 periods. */
function startingLevel(instance: LostSalesInstance): number {
  requireLostSales(instance)
  const { demand, leadTime, holdingCost, underageCost } = instance
  return backlogOptimum(demand, leadTime, holdingCost, underageCost / (leadTime + 1)).level
}

/** The whole number from 0 on of least cost, reached from `start` downhill by steps of one. */
function descend(start: number, cost: (level: number) => number): LevelAndCost {
  let level = start
  let best = cost(level)
  for (const step of [-1, 1]) {
    for (let candidate = level + step; candidate >= 0; candidate += step) {
      const value = cost(candidate)
      if (value >= best) break
      level = candidate
      best = value
    }
    if (level !== start) break
  }
  return { level, cost: best }
}

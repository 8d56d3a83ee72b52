/**
 * Known optima and bounds of Neural_inventory_control's synthetic settings, in cost per period and as published there:
 * `nicOneStoreLost`, `nicOneStoreBacklogged`, `nicSerial`, `nicTransshipment`.
 *
 * No optimum is known for one_warehouse_lost_demand and many_warehouses_lost_demand.
 */
import { ParameterError } from '@gauntlet/core'
import { clippedNormal } from '../solvers/discrete.ts'
import { backlogOptimum, type LevelAndCost } from '../solvers/newsvendor.ts'
import { NormalDistribution } from '../solvers/normal.ts'
import { serialOptimum, type SerialOptimum } from '../solvers/serial.ts'
import { transshipmentLowerBound } from '../solvers/transshipment.ts'
import { lostSalesAnchors } from './lost-sales-anchors.ts'
import { nicStores } from './nic-instances.ts'

/**
 * The least cost per period of one_store_lost: Poisson demand of mean 5.
 * Errors: ParameterError unless the lead time is 1, 2, 3 or 4 and the underage cost 4, 9, 19 or 39.
 */
export function nicOneStoreLost(leadTime: number, underageCost: number): number {
  const row = lostSalesAnchors.find(
    (anchor) =>
      anchor.demand === 'poisson' && anchor.leadTime === leadTime && anchor.underageCost === underageCost,
  )
  if (row) return row.cost
  const allowed = 'a lead time of 1, 2, 3 or 4 and an underage cost of 4, 9, 19 or 39'
  throw new ParameterError('nicOneStoreLost', { leadTime, underageCost }, allowed)
}

/**
 * The optimal level and cost per period of one_store_backlogged, N(5, 1.6). As published, they leave out of account that
 * the setting clips demand at 0, which one period in a thousand is touched by.
 */
export function nicOneStoreBacklogged(leadTime: number, underageCost: number): LevelAndCost {
  return backlogOptimum(new NormalDistribution(5, 1.6), leadTime, 1, underageCost)
}

/** The grid on which serial systems are solved, in units; a finer one changes the fifth digit of the cost. */
const GRID = 0.02

/** The optimal echelon levels and cost per period of serial_system: four stages, N(5, 2) clipped at 0. */
export function nicSerial(leadTime: number, underageCost: number): SerialOptimum {
  return serialOptimum(clippedNormal(5, 2, GRID), {
    leadTimes: [leadTime, 3, 4, 2],
    holdingCosts: [1, 0.5, 0.2, 0.1],
    underageCost,
  })
}

/** A lower bound on the cost per store and period of transshipment_backlogged, as it is published; times `stores` per period. */
export function nicTransshipment(
  stores: number,
  leadTime: number,
  underageCost: number,
  correlation: number,
): number {
  const { means, deviations } = nicStores(stores)
  const { cost } = transshipmentLowerBound({
    means,
    deviations,
    correlation,
    warehouseLeadTime: 3,
    storeLeadTime: leadTime,
    holdingCost: 1,
    underageCost,
  })
  return cost / stores
}

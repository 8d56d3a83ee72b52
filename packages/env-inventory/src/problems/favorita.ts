/** The reference's setting on real demand: `favoritaParameters`. */
import { nicStores } from '../data/nic-instances.ts'
import { nicThreeWarehouses } from '../data/nic-warehouses.ts'
import type { ManyWarehousesParameters } from './many-warehouses.ts'

/** Weeks of each set, as [first, end); the 16 weeks at the beginning are past demand only. */
const WEEKS = { train: [0, 111], dev: [88, 141], test: [118, 171] } as const

/** Weeks of past demand that are observed, and weeks at the beginning of an episode that do not count. */
const HISTORY = 16

/**
 * Parameters of `inventory/many-warehouses` for weekly sales of 288 products in 21 stores of Corporación Favorita, served
 * by three warehouses; lost sales, scored by profit.
 *
 * The sales themselves, NPY [288, 21, 171], are not part of this package: whoever has them adds `series`.
 * Source: Neural_inventory_control (commit 4d77c14), many_warehouses_real_data_lost_demand; what it sells for is drawn once
 * for each store, whatever the comment there says.
 */
export function favoritaParameters(set: 'train' | 'dev' | 'test'): Partial<ManyWarehousesParameters> {
  const { leadTimes, warehouseLeadTime, holdingCosts, edgeCosts } = nicThreeWarehouses
  const stores = nicStores(leadTimes.length)
  const [firstPeriod, endPeriod] = WEEKS[set]
  return {
    demand: 'series',
    firstPeriod,
    endPeriod,
    history: HISTORY,
    pastDemand: HISTORY,
    horizon: endPeriod - firstPeriod - HISTORY,
    warmUp: HISTORY,
    stores: leadTimes.length,
    leadTimes: leadTimes.flat(),
    holdingCosts: [...stores.holdingCosts],
    underageCosts: [...stores.underageCosts],
    warehouseLeadTimes: holdingCosts.map(() => warehouseLeadTime),
    warehouseHoldingCosts: holdingCosts,
    warehouseUnitCosts: edgeCosts,
    profit: true,
    features: true,
    // Some products sell two hundred times what the mean one does.
    orderLimit: 1000,
  }
}

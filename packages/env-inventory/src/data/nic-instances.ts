/**
 * The drawn parameters of Neural_inventory_control's settings: `nicStores`, `nicProducts`.
 *
 * They are drawn here from the same seeds as there, number by number, so that the first stores of a larger instance are a
 * smaller one.
 * Source: Alvo, Russo, Kanoria and Lee, Neural_inventory_control, commit 4d77c14, data_handling.py and config_files/settings.
 */
import { requireWhole } from '../solvers/checks.ts'
import { MersenneTwister } from './mersenne-twister.ts'

const SEEDS = { mean: 33, variation: 92, holdingCost: 73, underageCost: 28, leadTime: 41 } as const

/** Parameters of stores that differ, each array [stores]. */
export interface NicStores {
  /** Of the normal demand of a period: means from U[2.5, 7.5], deviations that times U[0.25, 0.5], to 3 decimals. */
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** From U[0.7, 1.3] and U[6.3, 11.7]. */
  readonly holdingCosts: Float64Array
  readonly underageCosts: Float64Array
  /** 2 or 3 periods. */
  readonly leadTimes: Int32Array
}

/**
 * The stores of one_warehouse_lost_demand (tested there with 3, 5, 10, 20, 30 and 50).
 *
 * Demand: also that of transshipment_backlogged, and of many_warehouses_lost_demand (10 stores), where it is correlated by
 * 0.5. Costs: also those of the latter, and of many_warehouses_real_data_lost_demand (21 stores), where
 * neither differs between products. Lead times: of the first alone.
 */
export function nicStores(count: number): NicStores {
  requireWhole('nicStores.count', count, 1)
  const means = uniforms(SEEDS.mean, 2.5, 7.5, count).map(roundTo3)
  const variations = uniforms(SEEDS.variation, 0.25, 0.5, count)
  return {
    means,
    deviations: means.map((mean, s) => roundTo3(mean * variations[s])),
    holdingCosts: uniforms(SEEDS.holdingCost, 0.7, 1.3, count),
    underageCosts: uniforms(SEEDS.underageCost, 6.3, 11.7, count),
    leadTimes: integers(SEEDS.leadTime, 2, 4, count),
  }
}

/**
 * The products of one_store_real_data_lost_demand (32768 there): underage costs from U[6.3, 11.7] and lead times of 4, 5 or
 * 6 periods, each array [products]. The files of one_store_real_data_read_file_example hold the same draws, of 33945.
 */
export function nicProducts(count: number): {
  readonly underageCosts: Float64Array
  readonly leadTimes: Int32Array
} {
  requireWhole('nicProducts.count', count, 1)
  return {
    underageCosts: uniforms(SEEDS.underageCost, 6.3, 11.7, count),
    leadTimes: integers(SEEDS.leadTime, 4, 7, count),
  }
}

function uniforms(seed: number, low: number, high: number, count: number): Float64Array {
  const twister = new MersenneTwister(seed)
  return Float64Array.from({ length: count }, () => twister.uniform(low, high))
}

function integers(seed: number, low: number, high: number, count: number): Int32Array {
  const twister = new MersenneTwister(seed)
  return Int32Array.from({ length: count }, () => twister.integer(low, high))
}

/** As numpy's round(3): the nearest whole number of thousandths, the even one of two. */
function roundTo3(x: number): number {
  const scaled = x * 1000
  const below = Math.floor(scaled)
  const rest = scaled - below
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0)
  return (up ? below + 1 : below) / 1000
}

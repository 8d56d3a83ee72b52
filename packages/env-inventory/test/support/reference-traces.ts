/** Traces of other simulators: the networks they were made on, and their numbers in this one's order. */
import { readFileSync } from 'node:fs'
import { buildNetwork } from '../../src/network/build-network.ts'
import { describeDistribution } from '../../src/network/distribution-network.ts'
import type { Network } from '../../src/network/network.ts'

export interface StockState {
  readonly store_inventories: readonly (readonly number[])[]
  readonly warehouse_inventories?: readonly (readonly number[])[]
  readonly echelon_inventories?: readonly (readonly number[])[]
}

export interface Quantities {
  readonly stores: readonly (readonly number[])[]
  readonly warehouses?: readonly (readonly number[])[]
  readonly echelons?: readonly (readonly number[])[]
}

export interface Period {
  readonly state: StockState
  readonly demand: readonly number[]
  readonly action: Quantities
  readonly cost: { readonly total: number }
  readonly next_state: StockState
}

export interface Trace {
  readonly name: string
  readonly problem: {
    readonly lost_demand: boolean
    readonly maximize_profit: boolean
    readonly n_warehouses: number
  }
  readonly params: Record<string, readonly number[]> & { readonly lead_times: readonly (readonly number[])[] }
  readonly initial: {
    readonly store: readonly (readonly number[])[]
    readonly warehouse?: readonly (readonly number[])[]
    readonly echelon?: readonly (readonly number[])[]
  }
  readonly periods: readonly Period[]
  readonly ignore_periods: number
  readonly totals: { readonly sum_all: number; readonly sum_reported: number }
  readonly gradient_unmasked: readonly (Quantities | { readonly stores: null })[]
}

export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as T
}

/** The network of a trace; its warehouses ship whatever they are told to. */
export function networkOf({ problem, params, initial }: Omit<Trace, 'periods'>): Network {
  const description = describeDistribution({
    leadTimes: params.lead_times,
    holdingCosts: params.holding_costs,
    underageCosts: params.underage_costs,
    warehouseLeadTimes: params.warehouse_lead_times,
    warehouseHoldingCosts: params.warehouse_holding_costs,
    warehouseUnitCosts: params.warehouse_edge_costs,
    echelonLeadTimes: params.echelon_lead_times,
    echelonHoldingCosts: params.echelon_holding_costs,
    unmetDemand: problem.lost_demand ? 'lost' : 'backlogged',
    profit: problem.maximize_profit,
    inventoryPeriods: initial.store[0].length,
  })
  return buildNetwork(description, 'golden')
}

/** Quantities by edge, in the order of the network's edges: absent edges carry nothing. */
export function byEdge({ params }: Pick<Trace, 'params'>, quantities: Quantities): number[] {
  const toStores = quantities.stores.flatMap((row, s) => row.filter((_, k) => params.lead_times[s][k] > 0))
  return [...toStores, ...(quantities.warehouses ?? []).flat(), ...(quantities.echelons ?? []).flat()]
}

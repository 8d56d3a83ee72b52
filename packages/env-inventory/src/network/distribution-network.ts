/** The networks of Alvo et al.: echelons in a row, warehouses, stores. `DistributionNetwork`, `describeDistribution`. */
import type { EdgeDescription, NetworkDescription, NodeDescription } from './network.ts'

/** A supplier, echelons one after the other, warehouses, stores. Without warehouses stores order from the supplier. */
export interface DistributionNetwork {
  /** [stores][warehouses], or [stores][1] from the supplier, in periods; 0 where there is no edge. */
  readonly leadTimes: readonly (readonly number[])[]
  /** [stores] */
  readonly holdingCosts: readonly number[]
  /** [stores]: cost of a unit short; the price of a unit where `profit`. */
  readonly underageCosts: readonly number[]
  /** [warehouses] each */
  readonly warehouseLeadTimes?: readonly number[] | undefined
  readonly warehouseHoldingCosts?: readonly number[] | undefined
  readonly warehouseUnitCosts?: readonly number[] | undefined
  /** Whether warehouses may keep stock; false for transshipment centres. */
  readonly warehousesHold?: boolean | undefined
  /** [echelons] each, from the supplier on */
  readonly echelonLeadTimes?: readonly number[] | undefined
  readonly echelonHoldingCosts?: readonly number[] | undefined
  readonly unmetDemand: 'lost' | 'backlogged'
  readonly profit?: boolean | undefined
  /** Periods of stock that a store begins with, what is on hand included; the longest lead time where that is more. */
  readonly inventoryPeriods?: number | undefined
}

/** The network, its edges in this order: into stores (by store, then by warehouse), into warehouses, into echelons. */
export function describeDistribution(problem: DistributionNetwork): NetworkDescription {
  const { leadTimes, warehouseLeadTimes = [], echelonLeadTimes = [] } = problem
  const numbered = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, k) => (count === 1 ? name : `${name} ${k + 1}`))
  const stores = numbered('store', leadTimes.length)
  const warehouses = numbered('warehouse', warehouseLeadTimes.length)
  const echelons = numbered('echelon', echelonLeadTimes.length)
  const above = ['supplier', ...echelons]
  return {
    nodes: [
      ...stores.map((name, s) => storeOf(problem, name, s)),
      ...warehouses.map((name, k) => ({
        name,
        kind: 'warehouse' as const,
        holdingCost: problem.warehouseHoldingCosts?.[k],
        holds: problem.warehousesHold,
      })),
      ...echelons.map((name, k) => ({
        name,
        kind: 'warehouse' as const,
        holdingCost: problem.echelonHoldingCosts?.[k],
      })),
      { name: 'supplier', kind: 'supplier' },
    ],
    edges: [
      ...storeEdges(problem, stores, warehouses.length === 0 ? [above[above.length - 1]] : warehouses),
      ...warehouses.map((target, k) => ({
        source: above[above.length - 1],
        target,
        leadTime: warehouseLeadTimes[k],
        unitCost: problem.warehouseUnitCosts?.[k],
      })),
      ...echelons.map((target, k) => ({ source: above[k], target, leadTime: echelonLeadTimes[k] })),
    ],
    unmetDemand: problem.unmetDemand,
  }
}

function storeOf(
  { holdingCosts, underageCosts, profit = false }: DistributionNetwork,
  name: string,
  s: number,
): NodeDescription {
  const value = profit ? { price: underageCosts[s] } : { underageCost: underageCosts[s] }
  return { name, kind: 'store', holdingCost: holdingCosts[s], ...value }
}

function storeEdges(
  { leadTimes, inventoryPeriods = 0 }: DistributionNetwork,
  stores: readonly string[],
  sources: readonly string[],
): EdgeDescription[] {
  // What is under way to a store when an episode begins comes along the first of its edges.
  const periods = Math.max(inventoryPeriods, ...leadTimes.flat())
  return stores.flatMap((target, s) => {
    const edges = sources.flatMap((source, k) => {
      const leadTime = leadTimes[s][k]
      return leadTime === 0 ? [] : [{ source, target, leadTime }]
    })
    const underWay = Array.from<number>({ length: periods - 1 }).fill(0)
    return edges.map((edge, k) => (k === 0 ? { ...edge, underWay } : edge))
  })
}

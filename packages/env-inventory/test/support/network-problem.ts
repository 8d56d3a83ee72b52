/** The problems behind environments, for tests of policies: `warehouseProblem`, `oneStoreProblem`. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { type DistributionNetwork, describeDistribution } from '../../src/network/distribution-network.ts'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { type CommonParameters, assembleProblem } from '../../src/problems/common-parameters.ts'
import {
  type ManyWarehousesParameters,
  type OneStoreParameters,
  type WarehouseParameters,
  manyWarehouses,
  oneStore,
  oneWarehouse,
  transshipment,
} from '../../src/index.ts'

function assemble(id: string, parameters: CommonParameters, network: DistributionNetwork): NetworkProblem {
  return assembleProblem(id, parameters, { network: describeDistribution(network), initialStock: [0, 1] })
}

export function oneStoreProblem(given: Partial<OneStoreParameters>): NetworkProblem {
  const parameters = oneStore.resolve(given)
  const { leadTime, holdingCost, underageCost, unmetDemand } = parameters
  return assemble(oneStore.id, parameters, {
    leadTimes: [[leadTime]],
    holdingCosts: [holdingCost],
    underageCosts: [underageCost],
    unmetDemand,
  })
}

/** Every named setting with warehouses: its place, `id:setting`, and its problem. */
export function warehouseProblems(): [place: string, problem: NetworkProblem][] {
  const named = <P extends CommonParameters>(
    { id, settings, resolve }: EnvironmentDefinition<P>,
    networkOf: (parameters: P) => DistributionNetwork,
  ): [string, NetworkProblem][] =>
    Object.entries(settings).flatMap(([name, setting]) => {
      const parameters = resolve(setting.parameters)
      // Those with fewer scenarios share the levels of the same network.
      if (parameters.scenarios > 0) return []
      return [[`${id}:${name}`, assemble(id, parameters, networkOf(parameters))]]
    })
  return [
    ...named(oneWarehouse, (parameters) => warehouse(parameters, true)),
    ...named(transshipment, (parameters) => warehouse(parameters, false)),
    ...named(manyWarehouses, several),
  ]
}

function each(list: readonly number[], count: number): readonly number[] {
  return list.length === count ? list : Array.from({ length: count }, () => list[0])
}

function warehouse(
  { stores, warehouseLeadTime, warehouseHoldingCost, ...parameters }: WarehouseParameters,
  warehousesHold: boolean,
): DistributionNetwork {
  return {
    leadTimes: each(parameters.leadTimes, stores).map((leadTime) => [leadTime]),
    holdingCosts: each(parameters.holdingCosts, stores),
    underageCosts: each(parameters.underageCosts, stores),
    warehouseLeadTimes: [warehouseLeadTime],
    warehouseHoldingCosts: [warehouseHoldingCost],
    warehousesHold,
    unmetDemand: warehousesHold ? 'lost' : 'backlogged',
    inventoryPeriods: warehousesHold ? 3 : 2,
  }
}

function several({ stores, leadTimes, ...parameters }: ManyWarehousesParameters): DistributionNetwork {
  const { warehouseLeadTimes } = parameters
  const count = warehouseLeadTimes.length
  return {
    ...parameters,
    leadTimes: Array.from({ length: stores }, (_, s) => leadTimes.slice(s * count, (s + 1) * count)),
    unmetDemand: 'lost',
    inventoryPeriods: 3,
  }
}

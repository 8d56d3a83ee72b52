/** The environment `inventory/many-warehouses`. */
import { ParameterError, boolean, integer, integers, numbers } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import { describeDistribution } from '../network/distribution-network.ts'
import { nicStores } from '../data/nic-instances.ts'
import { nicTwoWarehouses } from '../data/nic-warehouses.ts'
import { counted } from '../series/counted.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { drawnStores } from './drawn-stores.ts'
import { listFor } from './lists.ts'
import { manyWarehousesSettings } from './many-warehouses-settings.ts'
import { namedSetting } from './named-setting.ts'
import { warehouseExperts } from './warehouse-experts.ts'
import { nicDemand } from './warehouse-parameters.ts'

export interface ManyWarehousesParameters extends CommonParameters {
  readonly stores: number
  readonly leadTimes: readonly number[]
  readonly holdingCosts: readonly number[]
  readonly underageCosts: readonly number[]
  readonly warehouseLeadTimes: readonly number[]
  readonly warehouseHoldingCosts: readonly number[]
  readonly warehouseUnitCosts: readonly number[]
  readonly profit: boolean
}

const ID = 'inventory/many-warehouses'

/**
 * Warehouses, near and dear or far and cheap, and stores, each of which may order from several of them.
 *
 * Shapes: actions [batch, 1, connections + warehouses]: what each store orders from each warehouse that it is connected
 * to, store by store; then what each warehouse orders outside.
 * Source: Alvo et al. 2023 (version of 2025), the settings with many warehouses.
 */
export const manyWarehouses: NetworkEnvironmentDefinition<ManyWarehousesParameters> =
  defineNetworkEnvironment<ManyWarehousesParameters>({
    id: ID,
    version: 1,
    summary: 'Several warehouses and their stores, with lead times and costs that differ by connection',
    source: 'Alvo et al. 2023, arXiv 2306.11246; Neural_inventory_control, many_warehouses_lost_demand',
    parameters: {
      ...commonSchema({ ...nicDemand(10), clip: true }),
      stores: integer({ description: 'Stores', default: 10, minimum: 1, maximum: 1024 }),
      leadTimes: integers({
        description:
          'Periods from each warehouse to each store, store by store; 0 where they are not connected',
        unit: 'periods',
        default: nicTwoWarehouses.leadTimes.flat(),
        minimum: 0,
        maximum: LONGEST_LEAD_TIME,
        minimumLength: 1,
      }),
      holdingCosts: numbers({
        description: 'Cost of a unit left at a store at the end of a period, for all stores or each',
        default: [...nicStores(10).holdingCosts],
        minimum: 0,
        minimumLength: 1,
      }),
      underageCosts: numbers({
        description: 'Cost of a unit that is lost, or what it sells for, for all stores or each',
        default: [...nicStores(10).underageCosts],
        minimum: 0,
        minimumLength: 1,
      }),
      warehouseLeadTimes: integers({
        description: 'Periods from the supplier, for each warehouse',
        unit: 'periods',
        default: [3, 3],
        minimum: 1,
        maximum: LONGEST_LEAD_TIME,
        minimumLength: 1,
      }),
      warehouseHoldingCosts: numbers({
        description: 'Cost of a unit left at the end of a period, for all warehouses or each',
        default: [0.3, 0.4],
        minimum: 0,
        minimumLength: 1,
      }),
      warehouseUnitCosts: numbers({
        description: 'Cost of a unit bought, for all warehouses or each',
        default: [0.5, 1.5],
        minimum: 0,
        minimumLength: 1,
      }),
      profit: boolean({
        description: 'Whether units sold earn their underage cost, rather than lost ones costing it',
        default: false,
      }),
    },
    settings: manyWarehousesSettings,
    complete: (parameters) => drawnStores(manyWarehouses.parameters, parameters),
    rules: (parameters) => ({
      network: networkOf(parameters),
      initialStock: parameters.profit ? undefined : [0, 1],
      profit: parameters.profit,
    }),
    experts: (_, parameters) => warehouseExperts(namedSetting(manyWarehouses, parameters)),
  })

function networkOf(parameters: ManyWarehousesParameters): ReturnType<typeof describeDistribution> {
  const { stores, leadTimes, warehouseLeadTimes, profit } = parameters
  const warehouses = warehouseLeadTimes.length
  requireConnections(leadTimes, stores, warehouses)
  const list = (name: keyof ManyWarehousesParameters, count: number, things: string): readonly number[] =>
    listFor(parameters[name] as readonly number[], count, `${ID}.${name}`, things)
  return describeDistribution({
    leadTimes: Array.from({ length: stores }, (_, s) =>
      leadTimes.slice(s * warehouses, (s + 1) * warehouses),
    ),
    holdingCosts: list('holdingCosts', stores, 'stores'),
    underageCosts: list('underageCosts', stores, 'stores'),
    warehouseLeadTimes,
    warehouseHoldingCosts: list('warehouseHoldingCosts', warehouses, 'warehouses'),
    warehouseUnitCosts: list('warehouseUnitCosts', warehouses, 'warehouses'),
    unmetDemand: 'lost',
    profit,
    inventoryPeriods: 3,
  })
}

/** Refuses lead times that are not one for each pair of store and warehouse, or that leave one of either unconnected. */
function requireConnections(leadTimes: readonly number[], stores: number, warehouses: number): void {
  const path = `${ID}.leadTimes`
  if (leadTimes.length !== stores * warehouses) {
    const allowed = `${counted(stores * warehouses, 'number')}, for ${counted(stores, 'store')} and ${counted(warehouses, 'warehouse')}`
    throw new ParameterError(path, leadTimes, allowed)
  }
  for (let s = 0; s < stores; s++) {
    const from = s * warehouses
    if (leadTimes.slice(from, from + warehouses).some((periods) => periods > 0)) continue
    const allowed = `not 0 from every warehouse: nobody serves store ${s + 1}`
    throw new ParameterError(`${path}[${from}]`, 0, allowed)
  }
  for (let k = 0; k < warehouses; k++) {
    if (leadTimes.some((periods, i) => i % warehouses === k && periods > 0)) continue
    const allowed = `not 0 to every store: warehouse ${k + 1} serves nobody`
    throw new ParameterError(`${path}[${k}]`, 0, allowed)
  }
}

/** The named settings of `inventory/many-warehouses`: `manyWarehousesSettings`. */
import type { Setting } from '@gauntlet/core'
import { nicStores } from '../data/nic-instances.ts'
import { nicPublished } from '../data/nic-published.ts'
import { nicTwoWarehouses } from '../data/nic-warehouses.ts'
import type { ManyWarehousesParameters } from './many-warehouses.ts'
import { referencesOf } from './references.ts'
import { nicDemand } from './warehouse-parameters.ts'

const { leadTimes, holdingCosts, edgeCosts, warehouseLeadTime } = nicTwoWarehouses
const stores = nicStores(10)

const tenStores: Setting<ManyWarehousesParameters> = {
  description: '10 stores and 2 warehouses: one far and cheap, one near and dear',
  parameters: {
    ...nicDemand(10),
    clip: true,
    stores: 10,
    leadTimes: leadTimes.flat(),
    holdingCosts: [...stores.holdingCosts],
    underageCosts: [...stores.underageCosts],
    warehouseLeadTimes: holdingCosts.map(() => warehouseLeadTime),
    warehouseHoldingCosts: holdingCosts,
    warehouseUnitCosts: edgeCosts,
  },
  references: referencesOf('inventory/many-warehouses:stores-10'),
  ...nicPublished('inventory/many-warehouses:stores-10'),
  evaluation: { parameters: { horizon: 1000, warmUp: 200 }, episodes: 512, batch: 128, mode: 'greedy' },
}

export const manyWarehousesSettings: Readonly<Record<string, Setting<ManyWarehousesParameters>>> = {
  'stores-10': tenStores,
  'stores-10-scenarios-128': {
    ...tenStores,
    description:
      '10 stores and 2 warehouses, trained on 128 scenarios of demand and tested on new ones; costs, demand’s means and deviations, and lead times are observed',
    parameters: { ...tenStores.parameters, features: true, scenarios: 128 },
    references: referencesOf('inventory/many-warehouses:stores-10-scenarios-128'),
    ...nicPublished('inventory/many-warehouses:stores-10-scenarios-128'),
    evaluation: {
      ...tenStores.evaluation,
      parameters: { ...tenStores.evaluation.parameters, scenarios: 0 },
    },
  },
}

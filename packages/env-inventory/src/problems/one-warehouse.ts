/** The environment `inventory/one-warehouse`. */
import { nicStores } from '../data/nic-instances.ts'
import { type NetworkEnvironmentDefinition, defineNetworkEnvironment } from './common-parameters.ts'
import { drawnStores } from './drawn-stores.ts'
import { namedSetting } from './named-setting.ts'
import { warehouseExperts } from './warehouse-experts.ts'
import { oneWarehouseSettings } from './warehouse-settings.ts'
import {
  type WarehouseParameters,
  nicDemand,
  warehouseNetwork,
  warehouseSchema,
} from './warehouse-parameters.ts'

const ID = 'inventory/one-warehouse'

/**
 * A warehouse that orders from outside and serves several stores, which lose the customers they cannot serve.
 *
 * Shapes: observations [batch, 1, stores × longest lead time + warehouse lead time]; actions [batch, 1, stores + 1]: what
 * each store orders from the warehouse, which shares out what it has where they ask for more; last, what it orders itself.
 * Source: Alvo et al. 2023, section 6.
 */
export const oneWarehouse: NetworkEnvironmentDefinition<WarehouseParameters> =
  defineNetworkEnvironment<WarehouseParameters>({
    id: ID,
    version: 1,
    summary: 'A warehouse and its stores, which lose the customers they cannot serve',
    source:
      'Alvo et al. 2023, arXiv 2306.11246, section 6; Neural_inventory_control, one_warehouse_lost_demand',
    parameters: warehouseSchema({
      ...nicDemand(5),
      clip: true,
      leadTimes: [...nicStores(5).leadTimes],
      holdingCosts: [...nicStores(5).holdingCosts],
      underageCosts: [...nicStores(5).underageCosts],
    }),
    settings: oneWarehouseSettings,
    complete: (parameters) => drawnStores(oneWarehouse.parameters, parameters),
    rules: (parameters) => ({
      network: warehouseNetwork(ID, parameters, 'lost', true, 3),
      initialStock: [0, 1],
    }),
    experts: (_, parameters) => warehouseExperts(namedSetting(oneWarehouse, parameters)),
  })

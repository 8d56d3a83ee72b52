/** The environment `inventory/transshipment`. */
import { type NetworkEnvironmentDefinition, defineNetworkEnvironment } from './common-parameters.ts'
import { drawnStores } from './drawn-stores.ts'
import { namedSetting } from './named-setting.ts'
import { warehouseExperts } from './warehouse-experts.ts'
import {
  type WarehouseParameters,
  nicDemand,
  warehouseNetwork,
  warehouseSchema,
} from './warehouse-parameters.ts'
import { transshipmentSettings } from './warehouse-settings.ts'

const ID = 'inventory/transshipment'

/**
 * A transshipment centre, which holds nothing, and stores whose customers wait.
 *
 * Shapes: as `inventory/one-warehouse`. What the stores ask for are shares: all that the centre has is shipped, in
 * proportion to it.
 * Source: Federgruen and Zipkin 1984, "Approximations of dynamic, multilocation production and inventory problems"; Alvo
 * et al. 2023, section 5.
 */
export const transshipment: NetworkEnvironmentDefinition<WarehouseParameters> =
  defineNetworkEnvironment<WarehouseParameters>({
    id: ID,
    version: 1,
    summary: 'A transshipment centre that holds nothing, and stores whose customers wait',
    source:
      'Alvo et al. 2023, arXiv 2306.11246, section 5; Neural_inventory_control, transshipment_backlogged',
    parameters: warehouseSchema({
      ...nicDemand(5),
      underageCosts: [4],
      warehouseHoldingCost: 0.5,
    }),
    settings: transshipmentSettings,
    complete: (parameters) => drawnStores(transshipment.parameters, parameters),
    rules: (parameters) => ({
      network: warehouseNetwork(ID, parameters, 'backlogged', false, 2),
      initialStock: [0, 1],
    }),
    experts: (_, parameters) => warehouseExperts(namedSetting(transshipment, parameters)),
  })

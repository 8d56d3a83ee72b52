/** The named settings of `inventory/one-warehouse` and `inventory/transshipment`. */
import type { Setting } from '@gauntlet/core'
import { nicStores } from '../data/nic-instances.ts'
import { nicPublished } from '../data/nic-published.ts'
import { referencesOf } from './references.ts'
import { type WarehouseParameters, nicDemand } from './warehouse-parameters.ts'

type Settings = Readonly<Record<string, Setting<WarehouseParameters>>>

const EVALUATION: Setting<WarehouseParameters>['evaluation'] = {
  parameters: { horizon: 1000, warmUp: 200 },
  episodes: 512,
  batch: 128,
  mode: 'greedy',
}

/** Stores, and the warehouse's lead time. */
const WAREHOUSES: readonly (readonly [name: string, stores: number, leadTime: number])[] = [
  ...[3, 5, 10, 20, 30, 50].map((stores) => [`stores-${stores}`, stores, 3] as const),
  ['stores-3-6', 3, 6],
]

/** The reference's stores, in the numbers that it tests; the scores that it publishes are those of a lead time of 6. */
export const oneWarehouseSettings: Settings = Object.fromEntries(
  WAREHOUSES.map(([name, stores, warehouseLeadTime]) => {
    const { leadTimes, holdingCosts, underageCosts } = nicStores(stores)
    return [
      name,
      {
        description: `${stores} stores whose demand is correlated by 0.5, lead times 2 and 3; from outside ${warehouseLeadTime}`,
        parameters: {
          stores,
          ...nicDemand(stores),
          clip: true,
          leadTimes: [...leadTimes],
          holdingCosts: [...holdingCosts],
          underageCosts: [...underageCosts],
          warehouseLeadTime,
          warehouseHoldingCost: 0.3,
        },
        references: referencesOf(`inventory/one-warehouse:${name}`),
        ...nicPublished(`inventory/one-warehouse:${name}`),
        evaluation: EVALUATION,
      },
    ]
  }),
)

/** Stores, lead time to them, underage cost, and `transshipmentLowerBound` per store; correlated by 0.5. */
const TRANSSHIPMENTS: readonly (readonly [
  stores: number,
  leadTime: number,
  underage: number,
  bound: number,
])[] = [
  [3, 2, 4, 5.753735],
  [3, 6, 4, 7.717182],
  [5, 2, 4, 5.296388],
  [5, 6, 4, 7.169472],
  [10, 2, 4, 5.535855],
  [10, 6, 4, 7.54623],
  [3, 4, 9, 8.533674],
  [5, 4, 9, 7.902133],
  [10, 4, 9, 8.296968],
  [20, 4, 9, 8.731082],
  [30, 4, 9, 8.377328],
  [50, 4, 9, 8.118102],
]

const transshipments: Settings = Object.fromEntries(
  TRANSSHIPMENTS.map(([stores, leadTime, underageCost, score]) => [
    `stores-${stores}-${leadTime}-${underageCost}`,
    {
      description: `${stores} stores, lead time ${leadTime}, underage cost ${underageCost}`,
      parameters: {
        stores,
        ...nicDemand(stores),
        leadTimes: [leadTime],
        underageCosts: [underageCost],
        warehouseHoldingCost: 0.5,
      },
      references: referencesOf(`inventory/transshipment:stores-${stores}-${leadTime}-${underageCost}`, {
        score,
        source: 'lower bound: all stores as one (Federgruen and Zipkin 1984)',
      }),
      ...nicPublished(`inventory/transshipment:stores-${stores}-${leadTime}-${underageCost}`),
      evaluation: EVALUATION,
    },
  ]),
)

const threeStores = transshipments['stores-3-4-9']

export const transshipmentSettings: Settings = {
  ...transshipments,
  'stores-3-4-9-scenarios-128': {
    ...threeStores,
    description: `${threeStores.description}, trained on 128 scenarios of demand and tested on new ones; costs, demand’s means and deviations, and lead times are observed`,
    parameters: { ...threeStores.parameters, features: true, scenarios: 128 },
    ...nicPublished('inventory/transshipment:stores-3-4-9-scenarios-128'),
    evaluation: { ...EVALUATION, parameters: { ...EVALUATION.parameters, scenarios: 0 } },
  },
}

/** What this package adds to the matrix. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type ExpertSpec,
  type Plugin,
  definePlugin,
  expertAlgorithm,
} from '@gauntlet/core'
import { LOT_SIZING_EXPERTS } from './lot-sizing/experts.ts'
import { lotSizing } from './lot-sizing/lot-sizing.ts'
import { NETWORK_POLICIES } from './policies/network-experts.ts'
import { classics } from './problems/classics.ts'
import { manyWarehouses } from './problems/many-warehouses.ts'
import { oneStore } from './problems/one-store.ts'
import { oneWarehouse } from './problems/one-warehouse.ts'
import { serial } from './problems/serial.ts'
import { transshipment } from './problems/transshipment.ts'

const networks: readonly EnvironmentDefinition[] = [
  oneStore,
  oneWarehouse,
  transshipment,
  serial,
  manyWarehouses,
]

/** Scripted policies as algorithms. */
function algorithmsOf(
  experts: readonly Pick<ExpertSpec, 'name' | 'description' | 'source'>[],
  family: string,
  environments: readonly EnvironmentDefinition[],
): AlgorithmDefinition[] {
  return experts.map(({ name, description, source }) =>
    expertAlgorithm({
      id: `inventory/${name}`,
      version: 1,
      family,
      summary: `${description[0].toUpperCase()}${description.slice(1)}`,
      source,
      oracle: name === 'just-in-time',
      expert: name,
      environments: environments.map(({ id }) => id),
    }),
  )
}

/** What environments have of experts beyond those of every network, by name. */
function expertsOf(environments: readonly EnvironmentDefinition[]): ExpertSpec[] {
  const general: readonly string[] = NETWORK_POLICIES.map(({ name }) => name)
  const found = new Map<string, ExpertSpec>()
  for (const expert of environments.flatMap((environment) => environment.describe({}).experts ?? [])) {
    if (!general.includes(expert.name) && !found.has(expert.name)) found.set(expert.name, expert)
  }
  return [...found.values()]
}

const QUICK = ['inventory/one-store:lost-poisson-4-9', 'inventory/serial:stages-4-4-9']

/** One of each kind. */
const STANDARD = [
  'inventory/one-store:backlogged-10-9',
  'inventory/one-warehouse:stores-5',
  'inventory/transshipment:stores-5-4-9',
  'inventory/many-warehouses:stores-10',
  'inventory/beer-game:classic',
  'inventory/lot-sizing:15x5',
]

/** All but what searches or solves in every step. */
const FAST = [
  'random',
  'inventory/base-stock',
  'inventory/capped-base-stock',
  'inventory/optimal',
  'inventory/echelon-stock',
  'inventory/quantile-newsvendor',
  'inventory/softmax-allocation',
  'inventory/just-in-time',
  'inventory/constant-order',
  'inventory/critical-fractile',
  'inventory/reorder-up-to',
  'inventory/reorder-batches',
  'inventory/optimal-reorder',
  'inventory/can-order',
  'inventory/periodic',
  'inventory/sterman',
  'inventory/idle',
  'inventory/static-assignment',
  'inventory/lazy-switching',
]

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-inventory',
  environments: [...networks, ...classics, lotSizing],
  algorithms: [
    ...algorithmsOf(NETWORK_POLICIES, 'inventory', [...networks, ...classics]),
    ...algorithmsOf(expertsOf(classics), 'inventory', classics),
    ...algorithmsOf(LOT_SIZING_EXPERTS, 'lot sizing', [lotSizing]),
  ],
  presets: {
    quick: [{ settings: QUICK, algorithms: FAST, seeds: 5, budget: 0 }],
    standard: [
      { settings: [...QUICK, ...STANDARD], algorithms: [...FAST, 'inventory/myopic'], seeds: 3, budget: 0 },
      {
        settings: ['inventory/beer-game:classic'],
        algorithms: ['inventory/tuned-base-stock'],
        seeds: 3,
        budget: 0,
      },
    ],
    full: [
      {
        settings: ['inventory/*:*'],
        algorithms: [...FAST, 'inventory/myopic', 'inventory/tuned-base-stock'],
        seeds: 10,
        budget: 0,
      },
    ],
  },
})

export default plugin

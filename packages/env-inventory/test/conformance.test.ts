import type { EnvironmentDefinition } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { beerGame } from '../src/problems/beer-game.ts'
import { fixedCost } from '../src/problems/fixed-cost.ts'
import { jointReplenishment } from '../src/problems/joint-replenishment.ts'
import { manyWarehouses } from '../src/problems/many-warehouses.ts'
import { anyNetwork } from '../src/problems/network.ts'
import { newsvendorProblem } from '../src/problems/newsvendor.ts'
import { oneStore } from '../src/problems/one-store.ts'
import { oneWarehouse } from '../src/problems/one-warehouse.ts'
import { orGymNetwork, orGymSerial } from '../src/problems/or-gym.ts'
import { serial } from '../src/problems/serial.ts'
import { transshipment } from '../src/problems/transshipment.ts'

/** For policies that search by playing. */
const SHORT = { horizon: 12, warmUp: 2 }

const PROBLEMS: readonly [string, EnvironmentDefinition, object][] = [
  ['lost sales', oneStore, {}],
  ['backlogged', oneStore, { unmetDemand: 'backlogged', demand: 'normal', clip: true }],
  ['whole orders, geometric demand', oneStore, { orders: 'whole', demand: 'geometric', leadTime: 1 }],
  ['three objectives', oneStore, { objectives: 'cost-service-stock' }],
  ['a training set, features, past demand', oneStore, { scenarios: 16, features: true, pastDemand: 5 }],
  ['five stores', oneWarehouse, { features: true }],
  ['five stores, whole orders', oneWarehouse, { orders: 'whole' }],
  ['a transshipment centre', transshipment, {}],
  ['four stages', serial, {}],
  ['seven stages', serial, serial.settings['stages-7'].parameters],
  ['two warehouses', manyWarehouses, { features: true, pastDemand: 2 }],
  ['two warehouses, profit', manyWarehouses, { profit: true }],
  ['two warehouses, each edge for itself', manyWarehouses, { control: 'nodes' }],
  ['a newsvendor', newsvendorProblem, { horizon: 1, warmUp: 0 }],
  ['fixed costs', fixedCost, { leadTime: 2, means: [5] }],
  ['joint replenishment', jointReplenishment, {}],
  ['the beer game', beerGame, { horizon: 12, warmUp: 0 }],
  [
    'the beer game, each stage for itself',
    beerGame,
    { control: 'nodes', demand: 'uniform', horizon: 12, warmUp: 0 },
  ],
  ['OR-Gym’s stages', orGymSerial, { horizon: 20, warmUp: 0 }],
  [
    'OR-Gym’s network, as published',
    orGymNetwork,
    { published: true, unmetDemand: 'lost', horizon: 6, warmUp: 0 },
  ],
  ['the diamond', anyNetwork, SHORT],
  ['random lead times', anyNetwork, { ...anyNetwork.settings['random-lead-times'].parameters, ...SHORT }],
  ['fixed costs and capacities', anyNetwork, { ...anyNetwork.settings['fixed-costs'].parameters, ...SHORT }],
]

test.each(PROBLEMS)('the contracts are kept: %s', { timeout: 60_000 }, async (_, definition, parameters) => {
  const report = await checkEnvironment(definition, {
    parameters: { horizon: 40, warmUp: 10, ...parameters },
    // An episode and a little more.
    steps: 48,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

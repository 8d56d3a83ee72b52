import type { EnvironmentDefinition } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { manyWarehouses } from '../src/problems/many-warehouses.ts'
import { oneStore } from '../src/problems/one-store.ts'
import { oneWarehouse } from '../src/problems/one-warehouse.ts'
import { serial } from '../src/problems/serial.ts'
import { transshipment } from '../src/problems/transshipment.ts'

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
]

test.each(PROBLEMS)('the contracts are kept: %s', { timeout: 60_000 }, async (_, definition, parameters) => {
  const report = await checkEnvironment(definition, {
    parameters: { horizon: 40, warmUp: 10, ...parameters },
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

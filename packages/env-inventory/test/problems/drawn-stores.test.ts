import { expect, test } from 'vitest'
import { manyWarehouses, oneWarehouse, transshipment } from '../../src/index.ts'

test.each([3, 10, 50])('%d stores alone are the stores of the named setting', (stores) => {
  const setting = oneWarehouse.settings[`stores-${stores}`].parameters
  expect(oneWarehouse.describe({ stores })).toEqual(oneWarehouse.describe(setting))
  const given = { stores, leadTimes: [4], underageCosts: [9] }
  const centre = transshipment.settings[`stores-${stores}-4-9`].parameters
  expect(transshipment.describe(given)).toEqual(transshipment.describe(centre))
})

test('lists that are given are those that count, and have to fit', () => {
  const { action } = oneWarehouse.describe({ stores: 2, means: [1, 2], orderLimit: 1 })
  const { high } = action as { high: readonly number[] }
  expect(high[1] / high[0]).toBeGreaterThan(1.5)
  expect(() => oneWarehouse.describe({ stores: 3, leadTimes: [2, 3] })).toThrow(
    'inventory/one-warehouse.leadTimes: got [2,3], expected 1 number, or 3, one for each of the stores',
  )
  expect(() => manyWarehouses.describe({ stores: 2 })).toThrow(
    'expected 4 numbers, for 2 stores and 2 warehouses',
  )
  expect(manyWarehouses.describe({ stores: 2, leadTimes: [1, 2, 3, 4] }).graph!.edges).toHaveLength(6)
})

test('lead times are refused by their own names', () => {
  expect(() => oneWarehouse.describe({ leadTimes: [1.5] })).toThrow(
    'inventory/one-warehouse.leadTimes[0]: got 1.5, expected a whole number from 1 to 1024',
  )
  expect(() => transshipment.describe({ stores: 3, leadTimes: [2, 3, 2.5] })).toThrow(
    'inventory/transshipment.leadTimes[2]: got 2.5, expected a whole number from 1 to 1024',
  )
  expect(() => manyWarehouses.describe({ stores: 2, leadTimes: [1, 2, 0.5, 4] })).toThrow(
    'inventory/many-warehouses.leadTimes[2]: got 0.5, expected a whole number from 0 to 1024',
  )
  expect(() => manyWarehouses.describe({ warehouseLeadTimes: [3, 1.5] })).toThrow(
    'inventory/many-warehouses.warehouseLeadTimes[1]: got 1.5, expected a whole number from 1 to 1024',
  )
})

test('a store or a warehouse without a connection is refused by its lead times', () => {
  expect(() => manyWarehouses.describe({ stores: 2, leadTimes: [1, 2, 0, 0] })).toThrow(
    'inventory/many-warehouses.leadTimes[2]: got 0, expected not 0 from every warehouse: nobody serves store 2',
  )
  expect(() => manyWarehouses.describe({ stores: 2, leadTimes: [1, 0, 2, 0] })).toThrow(
    'inventory/many-warehouses.leadTimes[1]: got 0, expected not 0 to every store: warehouse 2 serves nobody',
  )
  expect(manyWarehouses.describe({ stores: 2, leadTimes: [1, 0, 0, 2] }).graph!.edges).toHaveLength(4)
})

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

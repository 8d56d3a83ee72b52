import { expect, test } from 'vitest'
import { type WarehouseParameters, oneWarehouse } from '../../src/index.ts'
import { evaluate } from '../support/evaluate.ts'

test.each(['base-stock', 'softmax-allocation'])(
  '%s scores the same whether one agent orders or each edge has its own',
  { timeout: 30_000 },
  async (policy) => {
    const parameters = { ...oneWarehouse.settings['stores-5'].parameters, horizon: 100 }
    const scoreWith = async (control: WarehouseParameters['control']): Promise<number> =>
      (
        await evaluate(
          oneWarehouse,
          { ...parameters, control },
          (made) => made.expert!.policy(policy),
          16,
          16,
        )
      ).mean
    expect(await scoreWith('nodes')).toBeCloseTo(await scoreWith('central'), 6)
  },
)

test.each([
  [{ features: true }, 'inventory/one-warehouse.features: got true, expected false where control is nodes'],
  [{ pastDemand: 2 }, 'inventory/one-warehouse.pastDemand: got 2, expected at most 1 where control is nodes'],
])('what nodes do not see is refused: %j', (given, message) => {
  expect(() => oneWarehouse.describe({ ...given, control: 'nodes' })).toThrow(message)
})

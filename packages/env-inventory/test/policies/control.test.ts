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

import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import {
  type TransshipmentInstance,
  NormalDistribution,
  backlogOptimum,
  nicTransshipment,
  transshipmentLowerBound,
} from '../src/index.ts'
import { goldenRows } from './support/golden.ts'

describe('the bound for a warehouse that holds nothing', () => {
  const rows = goldenRows('transshipment_lower_bounds.csv')

  it('is known for 72 instances', () => expect(rows).toHaveLength(72))

  it.each(rows)('$n_stores stores, lead time $store_L, underage cost $p, correlation $rho', (row) => {
    const bound = nicTransshipment(+row.n_stores, +row.store_L, +row.p, +row.rho)
    expect(bound).toBeCloseTo(+row.lower_bound_per_store_period, 6)
  })
})

const instance: TransshipmentInstance = {
  means: [5, 4, 7],
  deviations: [1, 1.5, 2],
  correlation: 0,
  warehouseLeadTime: 2,
  storeLeadTime: 1,
  holdingCost: 1,
  underageCost: 4,
}

/** Average cost of ordering up to `level` and sharing out so that the stores' safety factors come out equal. */
function simulate(
  { means, deviations, warehouseLeadTime, storeLeadTime, holdingCost, underageCost }: TransshipmentInstance,
  level: number,
): number {
  const stores = means.length
  const stream = Seed.from(11).stream()
  const spread = Array.from(deviations).reduce((a, b) => a + b)
  const onHand = Array.from(means, (mean) => mean * 2)
  const toStores = Array.from({ length: storeLeadTime }, () => Array.from(means, () => 0))
  const toWarehouse = Array.from({ length: warehouseLeadTime }, () => 0)
  const periods = 60_000
  let total = 0
  for (let t = 0; t < periods; t++) {
    const arrived = toWarehouse.shift() ?? 0
    toStores.shift()?.forEach((units, s) => (onHand[s] += units))
    const positions = onHand.map((units, s) => units + toStores.reduce((sum, coming) => sum + coming[s], 0))
    const stock = positions.reduce((a, b) => a + b) + arrived
    const excess = stock - Array.from(means).reduce((a, b) => a + b) * (storeLeadTime + 1)
    toStores.push(
      positions.map((held, s) => means[s] * (storeLeadTime + 1) + (excess * deviations[s]) / spread - held),
    )
    toWarehouse.push(level - stock - toWarehouse.reduce((a, b) => a + b, 0))
    for (let s = 0; s < stores; s++) {
      onHand[s] -= means[s] + deviations[s] * stream.normal()
      total += onHand[s] > 0 ? holdingCost * onHand[s] : -underageCost * onHand[s]
    }
  }
  return total / periods
}

describe('a warehouse that holds nothing', () => {
  it('costs little more than the bound where stores are balanced, even by returns', () => {
    const { level, cost } = transshipmentLowerBound(instance)
    const simulated = simulate(instance, level)
    expect(simulated).toBeGreaterThan(cost * 0.995)
    expect(simulated).toBeLessThan(cost * 1.01)
    expect(simulate(instance, level + 4)).toBeGreaterThan(cost * 1.01)
  })

  it('with one store is a store with both lead times', () => {
    const one = transshipmentLowerBound({ ...instance, means: [5], deviations: [1.6] })
    const store = backlogOptimum(new NormalDistribution(5, 1.6), 3, 1, 4)
    expect(one.level).toBeCloseTo(store.level, 9)
    expect(one.cost).toBeCloseTo(store.cost, 9)
  })

  it('pools nothing where demand moves together', () => {
    const together = transshipmentLowerBound({ ...instance, correlation: 1 })
    const one = transshipmentLowerBound({ ...instance, means: [16], deviations: [4.5] })
    expect(together.cost).toBeCloseTo(one.cost, 9)
    expect(transshipmentLowerBound(instance).cost).toBeLessThan(together.cost)
  })

  it('is refused where it makes no sense', () => {
    const refuse = (change: Partial<TransshipmentInstance>, message: string): void =>
      expect(() => transshipmentLowerBound({ ...instance, ...change })).toThrow(message)
    refuse({ correlation: 1.5 }, 'transshipment.correlation: got 1.5')
    refuse({ deviations: [1, 2] }, 'transshipment.deviations: got 2')
    refuse({ deviations: [1, 0, 1] }, 'transshipment.deviations[1]: got 0')
    refuse({ means: [5, NaN, 1] }, 'transshipment.means[1]')
    refuse({ warehouseLeadTime: 0.5 }, 'transshipment.warehouseLeadTime: got 0.5')
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FixedCostInstance,
  DiscreteDistribution,
  backlogOptimum,
  batchOptimum,
  expectedCost,
  negativeBinomial,
  poisson,
  reorderOptimum,
} from '../src/index.ts'
import { goldenRows } from './support/golden.ts'

describe('(s, S): the 14 instances of Zheng and Federgruen 1991', () => {
  const rows = goldenRows('sS_optima_poisson.csv')

  it('are all there', () => expect(rows).toHaveLength(14))

  it.each(rows)('mean demand $mu', ({ mu, K, h, p, L, s, S, cost }) => {
    const optimum = reorderOptimum({
      demand: poisson(+mu),
      leadTime: +L,
      fixedCost: +K,
      holdingCost: +h,
      underageCost: +p,
    })
    expect([optimum.reorderPoint, optimum.orderUpTo]).toEqual([+s, +S])
    expect(optimum.cost).toBeCloseTo(+cost, 5)
  })
})

/**
 * Average cost of a rule for the position after ordering, from the stationary distribution of that position: `after` gives
 * it, and the number of fixed costs paid, for any position before.
 */
function chainCost(
  instance: FixedCostInstance,
  low: number,
  high: number,
  after: (position: number) => { position: number; orders: number },
): number {
  const { demand, leadTime, fixedCost, holdingCost, underageCost } = instance
  const total = demand.sum(leadTime + 1)
  const size = high - low + 1
  let share = new Float64Array(size).fill(1 / size)
  let orders = 0
  for (let sweep = 0; sweep < 3000; sweep++) {
    const next = new Float64Array(size)
    orders = 0
    share.forEach((mass, k) =>
      demand.probabilities.forEach((p, d) => {
        const moved = after(low + k - d)
        next[moved.position - low] += mass * p
        orders += mass * p * moved.orders
      }),
    )
    share = next
  }
  return share.reduce(
    (sum, mass, k) => sum + mass * expectedCost(total, holdingCost, underageCost, low + k),
    fixedCost * orders,
  )
}

/** A small demand that is often 0, and may jump. */
const lumpy = new DiscreteDistribution([0.4, 0.2, 0.2, 0, 0.2])
const instance: FixedCostInstance = {
  demand: lumpy,
  leadTime: 1,
  fixedCost: 6,
  holdingCost: 1,
  underageCost: 4,
}

describe('(s, S)', () => {
  it('orders at or below s: the stationary distribution costs the same, and no other pair costs less', () => {
    const { reorderPoint, orderUpTo, cost } = reorderOptimum(instance)
    for (let s = reorderPoint - 2; s <= reorderPoint + 2; s++) {
      for (let S = Math.max(s + 1, orderUpTo - 3); S <= orderUpTo + 3; S++) {
        const other = chainCost(instance, s + 1, S, (position) =>
          position <= s ? { position: S, orders: 1 } : { position, orders: 0 },
        )
        if (s === reorderPoint && S === orderUpTo) expect(other).toBeCloseTo(cost, 9)
        else expect(other).toBeGreaterThanOrEqual(cost - 1e-9)
      }
    }
  })

  it('property: without a fixed cost it is base stock; a higher one costs more, and less than its ordering every period', () => {
    const cases = fc.record({
      mean: fc.double({ min: 0.5, max: 30, noNaN: true }),
      leadTime: fc.integer({ min: 0, max: 4 }),
      fixedCost: fc.double({ min: 0, max: 200, noNaN: true }),
      underageCost: fc.double({ min: 0.5, max: 40, noNaN: true }),
    })
    fc.assert(
      fc.property(cases, ({ mean, leadTime, fixedCost, underageCost }) => {
        const demand = negativeBinomial(3, mean)
        const given = { demand, leadTime, holdingCost: 1, underageCost }
        const free = reorderOptimum({ ...given, fixedCost: 0 })
        const costly = reorderOptimum({ ...given, fixedCost })
        const base = backlogOptimum(demand, leadTime, 1, underageCost)
        expect(free.orderUpTo).toBe(base.level)
        expect(free.cost).toBeCloseTo(base.cost, 9)
        expect(costly.cost).toBeGreaterThanOrEqual(base.cost - 1e-9)
        expect(costly.cost).toBeLessThanOrEqual(base.cost + fixedCost * (1 - demand.probabilities[0]) + 1e-9)
        expect(costly.reorderPoint).toBeLessThan(costly.orderUpTo)
      }),
      { numRuns: 40 },
    )
  })
})

describe('(R, nQ)', () => {
  it('is uniform above R: the stationary distribution costs the same, and no other pair costs less', () => {
    const { reorderPoint, batch, cost } = batchOptimum(instance)
    for (let R = reorderPoint - 2; R <= reorderPoint + 2; R++) {
      for (let Q = Math.max(1, batch - 2); Q <= batch + 2; Q++) {
        const other = chainCost(instance, R + 1, R + Q, (position) => {
          const orders = Math.max(0, Math.ceil((R + 1 - position) / Q))
          return { position: position + orders * Q, orders }
        })
        if (R === reorderPoint && Q === batch) expect(other).toBeCloseTo(cost, 9)
        else expect(other).toBeGreaterThanOrEqual(cost - 1e-9)
      }
    }
  })

  it('property: costs no less than (s, S) where demand comes in single units, whose best policy it then is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (p, K) => {
          const given = { ...instance, demand: new DiscreteDistribution([1 - p, p]), fixedCost: K }
          expect(batchOptimum(given).cost).toBeCloseTo(reorderOptimum(given).cost, 9)
        },
      ),
    )
  })
})

describe('fixed order costs', () => {
  it.each([
    [reorderOptimum, 'reorder'],
    [batchOptimum, 'batch'],
  ])('are refused where they make no sense: %o', (solve, owner) => {
    expect(() => solve({ ...instance, fixedCost: -1 })).toThrow(`${owner}.fixedCost: got -1`)
    expect(() => solve({ ...instance, leadTime: -1 })).toThrow(`${owner}.leadTime: got -1`)
    expect(() => solve({ ...instance, demand: new DiscreteDistribution([1]) })).toThrow(
      `${owner}.demand.mean: got 0`,
    )
    expect(() => solve({ ...instance, underageCost: 0 })).toThrow('underageCost: got 0')
  })
})

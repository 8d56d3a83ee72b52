import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  NormalDistribution,
  backlogOptimum,
  expectedCost,
  geometric,
  newsvendor,
  newsvendorProfit,
  nicOneStoreBacklogged,
  poisson,
} from '../src/index.ts'
import { goldenRows } from './support/golden.ts'

const DEMANDS = { normal: new NormalDistribution(5, 1.6), poisson: poisson(5), geometric0: geometric(5) }

describe('one store with backlog', () => {
  const rows = goldenRows('backlog_closed_form.csv')

  it('has 72 known optima', () => expect(rows).toHaveLength(72))

  it.each(rows)('$family demand, lead time $L, underage cost $p', ({ family, L, h, p, S_star, avg_cost }) => {
    const optimum = backlogOptimum(DEMANDS[family as keyof typeof DEMANDS], +L, +h, +p)
    expect(optimum.level).toBeCloseTo(+S_star, 6)
    expect(optimum.cost).toBeCloseTo(+avg_cost, 6)
    if (family === 'normal') expect(nicOneStoreBacklogged(+L, +p)).toEqual(optimum)
  })

  it('refuses a lead time that is not whole', () => {
    expect(() => backlogOptimum(poisson(5), 1.5, 1, 9)).toThrow('backlogOptimum.leadTime: got 1.5')
  })
})

describe('the newsvendor', () => {
  it('property: no other level costs less', () => {
    const cost = fc.double({ min: 0.1, max: 50, noNaN: true })
    fc.assert(
      fc.property(cost, cost, fc.integer({ min: 0, max: 60 }), (h, p, other) => {
        for (const demand of [poisson(12), geometric(4), new NormalDistribution(20, 6)]) {
          const best = newsvendor(demand, h, p)
          expect(best.cost).toBeLessThanOrEqual(expectedCost(demand, h, p, other) + 1e-12)
        }
      }),
    )
  })

  it('gains the margin on all demand, less the cost of not knowing it', () => {
    const demand = new NormalDistribution(100, 20)
    const { level, profit } = newsvendorProfit(demand, 12, 4, 2)
    // Fractile 8 / 10; profit 8 * 100 - 10 * 20 * phi(0.8416) with phi(0.8416) = 0.27996.
    expect(level).toBeCloseTo(100 + 20 * 0.841621, 4)
    expect(profit).toBeCloseTo(800 - 200 * 0.27996, 2)
    const sold = (y: number): number =>
      12 * (demand.mean - demand.loss(y)) + 2 * (y - demand.mean + demand.loss(y)) - 4 * y
    expect(profit).toBeCloseTo(sold(level), 10)
  })

  it('refuses costs that have no optimum', () => {
    expect(() => newsvendor(poisson(5), 0, 1)).toThrow('newsvendor.holdingCost: got 0')
    expect(() => newsvendor(poisson(5), 1, NaN)).toThrow('newsvendor.underageCost')
    expect(() => newsvendorProfit(poisson(5), 3, 4)).toThrow('newsvendorProfit.price: got 3')
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type LostSalesInstance,
  DiscreteDistribution,
  NormalDistribution,
  anchorDemand,
  backlogOptimum,
  baseStockCost,
  bestBaseStock,
  bestCappedBaseStock,
  cappedBaseStockCost,
  geometric,
  lostSalesAnchors,
  lostSalesOptimum,
  lostSalesPolicyCost,
  nicOneStoreLost,
  poisson,
} from '../src/index.ts'
import { goldenRows } from './support/golden.ts'

const instanceOf = (anchor: (typeof lostSalesAnchors)[number]): LostSalesInstance => ({
  demand: anchorDemand(anchor),
  leadTime: anchor.leadTime,
  holdingCost: 1,
  underageCost: anchor.underageCost,
})

const small: LostSalesInstance = { demand: poisson(2), leadTime: 2, holdingCost: 1, underageCost: 5 }

describe('lost sales: the 32 instances of Zipkin 2008', () => {
  const rows = goldenRows('lost_sales_zipkin.csv')

  it('are all there', () => {
    expect(rows.map(({ dist, L, p }) => [dist, +L, +p])).toEqual(
      lostSalesAnchors.map(({ demand, leadTime, underageCost }) => [demand, leadTime, underageCost]),
    )
  })

  it.each(lostSalesAnchors.map((anchor, k) => ({ ...anchor, row: rows[k] })))(
    '$demand demand, lead time $leadTime, underage cost $underageCost',
    ({ row, ...anchor }) => {
      const instance = instanceOf(anchor)
      const { cost, lowest, highest } = lostSalesOptimum(instance)
      expect(cost).toBeCloseTo(+row.optimal_cost_VI, 4)
      expect(cost).toBeCloseTo(anchor.cost, 6)
      expect(highest - lowest).toBeLessThanOrEqual(1e-8)
      const { baseStock, cappedBaseStock } = anchor
      const { level, cap } = cappedBaseStock
      expect(baseStockCost(instance, baseStock.level).cost).toBeCloseTo(baseStock.cost, 6)
      expect(cappedBaseStockCost(instance, level, cap).cost).toBeCloseTo(cappedBaseStock.cost, 6)
    },
  )

  it.each(lostSalesAnchors.map((anchor, k) => ({ ...anchor, row: rows[k] })))(
    'simulated policies: $demand demand, lead time $leadTime, underage cost $underageCost',
    ({ row, ...anchor }) => {
      const instance = instanceOf(anchor)
      const error = 3 * +row.sim_se
      expect(anchor.baseStock.level).toBe(+row.base_stock_S)
      expect(Math.abs(anchor.baseStock.cost - +row.base_stock_cost)).toBeLessThan(error)
      const capped = cappedBaseStockCost(instance, +row.cbs_S, +row.cbs_cap)
      expect(Math.abs(capped.cost - +row.cbs_cost)).toBeLessThan(error)
      expect(anchor.cappedBaseStock.cost).toBeLessThanOrEqual(capped.cost + 1e-6)
    },
  )

  it.each(lostSalesAnchors.filter(({ demand, leadTime }) => leadTime < (demand === 'poisson' ? 4 : 3)))(
    'tuned policies: $demand demand, lead time $leadTime, underage cost $underageCost',
    (anchor) => {
      const base = bestBaseStock(instanceOf(anchor))
      const capped = bestCappedBaseStock(instanceOf(anchor))
      expect({ ...base, cost: +base.cost.toFixed(6) }).toEqual(anchor.baseStock)
      expect({ ...capped, cost: +capped.cost.toFixed(6) }).toEqual(anchor.cappedBaseStock)
    },
  )

  it('are looked up for the reference setting', () => {
    expect(nicOneStoreLost(4, 9)).toBe(6.835942)
    expect(() => nicOneStoreLost(5, 9)).toThrow('expected a lead time of 1, 2, 3 or 4')
  })
})

/** Relative value iteration over states as they come, every order tried: as slow as it is plain. */
function plainOptimum(
  { demand, leadTime, holdingCost, underageCost }: LostSalesInstance,
  most: number,
): number {
  const states: number[][] = [[]]
  for (let k = 0; k < leadTime; k++) {
    const shorter = states.splice(0)
    for (const state of shorter) for (let x = 0; x <= most; x++) states.push([...state, x])
  }
  const kept = states.filter((state) => state.reduce((a, b) => a + b) <= most)
  const index = new Map(kept.map((state, k) => [state.join(), k]))
  let values = kept.map(() => 0)
  for (;;) {
    const next = kept.map((state) => {
      const room = most - state.reduce((a, b) => a + b)
      let best = Infinity
      for (let order = 0; order <= room; order++) {
        const [onHand, ...coming] = [...state, order]
        const value = demand.probabilities.reduce((sum, p, d) => {
          const left = Math.max(onHand - d, 0)
          const cost = holdingCost * left + underageCost * Math.max(d - onHand, 0)
          return sum + p * (cost + values[index.get([left + coming[0], ...coming.slice(1)].join()) ?? NaN])
        }, 0)
        best = Math.min(best, value)
      }
      return best
    })
    const changes = next.map((value, k) => value - values[k])
    const highest = Math.max(...changes)
    const lowest = Math.min(...changes)
    values = next.map((value) => value - next[0])
    if (highest - lowest < 1e-9) return (highest + lowest) / 2
  }
}

describe('lost sales', () => {
  it.each([
    [1, 1, [0.2, 0.3, 0.5]],
    [1, 8, [0.5, 0, 0, 0.5]],
    [2, 4, [0.25, 0.5, 0.25]],
    [3, 9, [0.6, 0.2, 0.2]],
  ])(
    'lead time %d, underage cost %d: the least cost of plain enumeration',
    (leadTime, underageCost, masses) => {
      const instance = { demand: new DiscreteDistribution(masses), leadTime, holdingCost: 1, underageCost }
      const { positionBound, cost } = lostSalesOptimum(instance)
      // More room than the bounds leave changes nothing.
      expect(cost).toBeCloseTo(plainOptimum(instance, positionBound + 2), 7)
    },
  )

  it('gives the orders that attain its cost', () => {
    const optimum = lostSalesOptimum(small)
    const again = lostSalesPolicyCost(small, optimum, (state) => optimum.order(state))
    expect(again.cost).toBeCloseTo(optimum.cost, 7)
  })

  it('orders less the more there is, and least for what is already at hand', () => {
    const { order } = lostSalesOptimum({ ...small, leadTime: 3 })
    for (const [x0, x1, x2] of [
      [0, 0, 0],
      [2, 1, 1],
      [1, 2, 0],
    ]) {
      const base = order([x0, x1, x2])
      const drops = [order([x0 + 1, x1, x2]), order([x0, x1 + 1, x2]), order([x0, x1, x2 + 1])].map(
        (q) => base - q,
      )
      // Zipkin 2008, On the structure of lost-sales inventory models: 0 <= drop by stock <= drop by what comes next <= … <= 1.
      expect(drops).toEqual(drops.toSorted((a, b) => a - b))
      expect(Math.min(...drops)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...drops)).toBeLessThanOrEqual(1)
    }
  })

  it('property: optimum <= tuned capped base stock <= tuned base stock <= any base stock, and all below the backlog optimum', () => {
    const cases = fc.record({
      mean: fc.double({ min: 0.5, max: 3, noNaN: true }),
      leadTime: fc.integer({ min: 1, max: 3 }),
      underageCost: fc.double({ min: 1, max: 20, noNaN: true }),
    })
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 12 }), ({ mean, leadTime, underageCost }, level) => {
        const instance = { demand: geometric(mean), leadTime, holdingCost: 1, underageCost }
        const { cost } = lostSalesOptimum(instance)
        const base = bestBaseStock(instance).cost
        const capped = bestCappedBaseStock(instance).cost
        expect(cost).toBeLessThanOrEqual(capped + 1e-7)
        expect(capped).toBeLessThanOrEqual(base + 1e-7)
        expect(base).toBeLessThanOrEqual(baseStockCost(instance, level).cost + 1e-7)
        // Janakiraman, Seshadri and Shanthikumar 2007.
        expect(cost).toBeLessThanOrEqual(
          backlogOptimum(instance.demand, leadTime, 1, underageCost).cost + 1e-7,
        )
      }),
      { numRuns: 25 },
    )
  })

  it('costs the whole demand where nothing is ever ordered', () => {
    expect(baseStockCost(small, 0).cost).toBeCloseTo(small.underageCost * 2, 9)
  })

  it('refuses what it cannot solve, and says why', () => {
    expect(() => lostSalesOptimum({ ...small, leadTime: 0 })).toThrow('lostSales.leadTime: got 0')
    expect(() => lostSalesOptimum({ ...small, holdingCost: 0 })).toThrow('lostSales.holdingCost: got 0')
    expect(() => lostSalesOptimum({ ...small, demand: new DiscreteDistribution([0.5, 0.5], 0.5) })).toThrow(
      'lostSales.demand.unit: got 0.5',
    )
    const normal = new NormalDistribution(5, 1) as unknown as DiscreteDistribution
    expect(() => lostSalesOptimum({ ...small, demand: normal })).toThrow(
      'lostSales.demand: got {"mean":5,"deviation":1}, expected a DiscreteDistribution',
    )
    expect(() => lostSalesOptimum({ ...small, leadTime: 40 })).toThrow('lead time 40, orders up to')
    expect(() => lostSalesOptimum(small).order([0, 99])).toThrow('state [0, 99]: expected 2 whole numbers')
    expect(() => cappedBaseStockCost(small, 3, -1)).toThrow('cappedBaseStock.cap: got -1')
    const bounds = { orderBound: 3, positionBound: 8 }
    expect(() => lostSalesPolicyCost(small, bounds, () => 4)).toThrow('state [0, 0]: ordered 4')
  })
})

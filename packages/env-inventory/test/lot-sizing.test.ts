import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wagnerWhitin } from '../src/index.ts'

/** The least cost over all sets of periods with a lot. */
function enumerate(demands: number[], setupCost: number, holdingCost: number): number {
  let best = Infinity
  for (let set = 0; set < 1 << demands.length; set++) {
    let cost = 0
    let lot = -1
    for (let t = 0; t < demands.length; t++) {
      if (set & (1 << t)) {
        lot = t
        cost += setupCost
      }
      if (demands[t] > 0) cost += lot < 0 ? Infinity : (t - lot) * holdingCost * demands[t]
    }
    best = Math.min(best, cost)
  }
  return best
}

describe('Wagner-Whitin', () => {
  it('solves a textbook case', () => {
    // Nahmias, Production and Operations Analysis, section 8.1: 52, 87, 23, 56 with K = 75, h = 1.
    const { lots, cost } = wagnerWhitin([52, 87, 23, 56], 75, 1)
    expect(cost).toBe(52 * 0 + 75 + 75 + 23 + 75)
    expect([...lots]).toEqual([52, 110, 0, 56])
  })

  it('makes nothing where nothing is asked for', () => {
    expect(wagnerWhitin([0, 0, 4, 0], 10, 1)).toEqual({ lots: Float64Array.of(0, 0, 4, 0), cost: 10 })
    expect(wagnerWhitin([0, 0], 10, 1)).toEqual({ lots: Float64Array.of(0, 0), cost: 0 })
  })

  it('property: costs the least of all sets of lots, and its lots meet demand in time at that cost', () => {
    const demands = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(
        demands,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 4 }),
        (asked, setup, holding) => {
          const { lots, cost } = wagnerWhitin(asked, setup, holding)
          expect(cost).toBe(enumerate(asked, setup, holding))
          let stock = 0
          let paid = 0
          asked.forEach((demand, t) => {
            if (lots[t] > 0) paid += setup
            stock += lots[t] - demand
            expect(stock).toBeGreaterThanOrEqual(0)
            paid += stock * holding
          })
          expect(stock).toBe(0)
          expect(paid).toBe(cost)
        },
      ),
    )
  })

  it('refuses a demand below 0 and none at all', () => {
    expect(() => wagnerWhitin([1, -2], 1, 1)).toThrow('wagnerWhitin.demands[1]: got -2')
    expect(() => wagnerWhitin([], 1, 1)).toThrow('wagnerWhitin.demands: got 0')
    expect(() => wagnerWhitin([1], NaN, 1)).toThrow('wagnerWhitin.setupCost')
  })
})

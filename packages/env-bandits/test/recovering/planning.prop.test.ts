import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import { IdleChain, optimalCycle } from '../../src/recovering/idle-chain.ts'
import { planPeriodic } from '../../src/recovering/periodic-planner.ts'
import { isPulled } from '../../src/recovering/periodic-schedule.ts'
import { bestPeriodicSchedule } from '../../src/recovering/periodic-search.ts'
import { upperBound } from '../../src/recovering/upper-bound.ts'
import { mostPulls } from './schedules.ts'

/** Curves of steps that do not fall. */
const steps = (longest: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: longest })
    .map((values) => Float64Array.from(values).sort())

/** Curves whose steps do not grow, from 0 on. */
const concave = (longest: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: longest })
    .map((increments) => {
      let sum = 0
      return Float64Array.from(increments.sort((p, q) => q - p).map((increment) => (sum += increment)))
    })

test('the bound is above the optimum, which is above the best periods, which are above the plan', () => {
  fc.assert(
    fc.property(
      fc.array(steps(4), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 2 }),
      (curves, wanted) => {
        const budget = Math.min(wanted, curves.length)
        const plan = planPeriodic(curves, budget)
        const periodic = bestPeriodicSchedule(curves, budget, 8)
        const set = new BudgetSet(curves.length, budget, 'at-most')
        const { average } = optimalCycle(new IdleChain(curves, set))
        expect(plan.bound).toBeGreaterThanOrEqual(average - 1e-9)
        expect(average).toBeGreaterThanOrEqual(periodic.average - 1e-8)
        expect(average).toBeGreaterThanOrEqual(plan.average - 1e-8)
        expect(plan.average).toBeGreaterThanOrEqual(plan.guaranteed - 1e-9)
        expect(mostPulls(periodic)).toBeLessThanOrEqual(budget)
        if (plan.periods.every((period) => period <= 8)) {
          expect(periodic.average).toBeGreaterThanOrEqual(plan.average - 1e-9)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('a plan for many arms keeps the budget and its guarantee', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(steps(12), concave(12)), { minLength: 6, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (curves, budget) => {
        const plan = planPeriodic(curves, budget)
        expect(plan.average).toBeGreaterThanOrEqual(plan.guaranteed - 1e-9)
        expect(plan.average).toBeLessThanOrEqual(plan.bound + 1e-9)
        for (let t = 0; t < 500; t++) {
          let pulls = 0
          for (let i = 0; i < curves.length; i++) if (isPulled(plan, i, t)) pulls++
          expect(pulls).toBeLessThanOrEqual(budget)
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('of concave curves the guarantee is 1 - O(1 / sqrt(K)) of the bound', () => {
  fc.assert(
    fc.property(
      fc.array(concave(10), { minLength: 12, maxLength: 30 }),
      fc.integer({ min: 1, max: 12 }),
      (curves, budget) => {
        let ratio = 0
        for (let a = 1; a <= budget; a++) {
          if (Math.max(...upperBound(curves, budget - a + 1).rates) * a > 1) continue
          ratio = Math.max(ratio, ((budget - a + 1) / budget) * (a / (a + 1)))
        }
        const { guaranteed, bound } = planPeriodic(curves, budget)
        expect(guaranteed).toBeGreaterThanOrEqual(ratio * bound - 1e-9)
      },
    ),
    { numRuns: 40 },
  )
})

test('the bound grows with the budget, ever less, and its rates keep it', () => {
  fc.assert(
    fc.property(fc.array(steps(8), { minLength: 1, maxLength: 8 }), (curves) => {
      const bounds = Array.from({ length: curves.length + 1 }, (_, budget) => upperBound(curves, budget))
      for (const [budget, { bound, rates, roundable }] of bounds.entries()) {
        expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThanOrEqual(budget + 1e-9)
        expect(roundable).toBeLessThanOrEqual(bound + 1e-12)
        if (budget === 0) expect(bound).toBe(0)
        else expect(bound).toBeGreaterThanOrEqual(bounds[budget - 1].bound)
        if (budget > 1) {
          const before = bounds[budget - 1].bound - bounds[budget - 2].bound
          expect(bound - bounds[budget - 1].bound).toBeLessThanOrEqual(before + 1e-9)
        }
      }
      // With a pull for every arm each pays the most that its own periods allow.
      const most = curves.map((curve) => Math.max(...curve.map((value, k) => value / (k + 1))))
      expect(bounds.at(-1)!.bound).toBeCloseTo(
        most.reduce((sum, value) => sum + value, 0),
        9,
      )
    }),
    { numRuns: 100 },
  )
})

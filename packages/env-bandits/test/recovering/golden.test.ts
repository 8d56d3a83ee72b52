import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import { greedyAverage } from '../../src/recovering/greedy.ts'
import { IdleChain, optimalCycle } from '../../src/recovering/idle-chain.ts'
import { planPeriodic } from '../../src/recovering/periodic-planner.ts'
import { averageOf } from '../../src/recovering/periodic-schedule.ts'
import { bestPeriodicSchedule } from '../../src/recovering/periodic-search.ts'
import { upperBound } from '../../src/recovering/upper-bound.ts'
import { mostPulls, replayCycle } from './schedules.ts'

interface Instance {
  readonly K: number
  readonly R: readonly (readonly number[])[]
  readonly upper_bound: number
  readonly optimal_average: number
  readonly optimal_cycle: readonly (readonly number[])[]
  readonly best_purely_periodic: number
  readonly periods: readonly number[]
  readonly offsets: Readonly<Record<string, number>>
  readonly greedy_average: number
}

/** Values that another implementation computed, written to nine decimals or fewer. */
const golden: Readonly<Record<string, Instance>> = JSON.parse(
  readFileSync(new URL('../golden/recovering.json', import.meta.url), 'utf8'),
)

describe.each(Object.entries(golden))('%s', (_, instance) => {
  const curves = instance.R.map((curve) => Float64Array.from(curve))
  const set = new BudgetSet(curves.length, instance.K, 'at-most')

  test('upper bound', () => {
    expect(upperBound(curves, instance.K).bound).toBeCloseTo(instance.upper_bound, 8)
  })

  test('optimum, by a cycle of the same reward', () => {
    const { average, cycle } = optimalCycle(new IdleChain(curves, set))
    expect(average).toBeCloseTo(instance.optimal_average, 8)
    expect(replayCycle(curves, cycle)).toBeCloseTo(average, 12)
    const published = instance.optimal_cycle.map((arms) =>
      Uint8Array.from(curves, (__, i) => (arms.includes(i) ? 1 : 0)),
    )
    expect(replayCycle(curves, published)).toBeCloseTo(instance.optimal_average, 8)
  })

  test('best purely periodic schedule', () => {
    const schedule = bestPeriodicSchedule(curves, instance.K, 12)
    expect(schedule.average).toBeCloseTo(instance.best_purely_periodic, 8)
    expect(mostPulls(schedule)).toBeLessThanOrEqual(instance.K)
    expect(averageOf(curves, instance.periods)).toBeCloseTo(instance.best_purely_periodic, 8)
  })

  test('planned schedule: within the budget, as good as the best, at least the guarantee', () => {
    const plan = planPeriodic(curves, instance.K)
    expect(mostPulls(plan)).toBeLessThanOrEqual(instance.K)
    // The planner happens to find the best on all six.
    expect(plan.average).toBeCloseTo(instance.best_purely_periodic, 8)
    expect(plan.average).toBeGreaterThanOrEqual(plan.guaranteed)
  })

  test('greedy policy', () => {
    expect(greedyAverage(curves, set)).toBeCloseTo(instance.greedy_average, 8)
  })
})

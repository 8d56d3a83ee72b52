import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GridMap } from '../../src/grid-map.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { PibtRollout } from '../../src/planning/pibt-rollout.ts'
import { PlanLns } from '../../src/planning/plan-lns.ts'
import { PlanRestarts } from '../../src/planning/plan-restarts.ts'
import { Ways } from '../../src/planning/ways.ts'
import { WindowPlan } from '../../src/planning/window-plan.ts'
import { crowdOf, expectStep } from '../support/crowds.ts'

const MOTIONS: readonly (readonly [string, (map: GridMap) => Motion])[] = [
  ['walking', walking],
  ['turning', turning],
]

function rowOf({ states, agents }: WindowPlan, t: number): Int32Array {
  return states.subarray(t * agents, (t + 1) * agents)
}

describe.each(MOTIONS)('%s', (_, motionOf) => {
  const crowds = fc.record({
    seed: fc.nat(1000),
    window: fc.integer({ min: 1, max: 9 }),
    agents: fc.integer({ min: 1, max: 30 }),
    density: fc.constantFrom(0, 0.2, 0.35),
    limit: fc.integer({ min: 0, max: 2000 }),
  })

  test('what is improved costs no more, is a plan still, and is worth its count', () => {
    let better = 0
    fc.assert(
      fc.property(crowds, ({ seed, window, agents, density, limit }) => {
        const { ways, states, goals, stream } = crowdOf(motionOf, seed, 7, density, agents)
        const order = Int32Array.from(states, (_state, a) => a)
        const rollout = new PibtRollout(ways.motion, states.length)
        const plan = new WindowPlan(ways.motion, window, states.length)
        plan.open({ ways, states, goals })
        rollout.extend(plan, 0, order, stream)
        const former = plan.cost()
        const lns = new PlanLns(ways.motion, window, states.length)
        // Twice, as nothing may be left of the first time.
        for (let round = 0; round < 2; round++) {
          const before = plan.cost()
          const spent = lns.improve(plan, limit, stream)
          expect(spent).toBeLessThanOrEqual(limit)
          expect(plan.cost()).toBeLessThanOrEqual(before)
          expect(rowOf(plan, 0)).toEqual(states)
          for (let t = 0; t < window; t++) expectStep(ways.motion, rowOf(plan, t), rowOf(plan, t + 1))
        }
        if (plan.cost() < former) better++
        const best = plan.cost()
        new PlanRestarts(plan, rollout).improve(plan, order, limit, stream)
        expect(plan.cost()).toBeLessThanOrEqual(best)
        for (let t = 0; t < window; t++) expectStep(ways.motion, rowOf(plan, t), rowOf(plan, t + 1))
      }),
      { numRuns: 60 },
    )
    expect(better).toBeGreaterThan(20)
  })
})

test('two that meet in a corridor with one niche pass each other at the least cost', () => {
  const ways = new Ways(walking(GridMap.of(['##.##', '.....'])), 2)
  const plan = new WindowPlan(ways.motion, 8, 2)
  plan.open({ ways, states: Int32Array.of(5, 8), goals: Int32Array.of(9, 5) })
  // Both wait for ever.
  for (let t = 1; t <= 8; t++) plan.states.set([5, 8], 2 * t)
  expect(plan.cost()).toBe(8 + 4 + 8 + 3)
  new PlanLns(ways.motion, 8, 2).improve(plan, 2000, Seed.from(0).stream())
  expect(plan.cost()).toBe(leastOfTwo(ways, 5, 8, 9, 5))
})

/** The least sum of the first arrivals of two walkers, after which each stays or goes on, from all pairs of cells. */
function leastOfTwo({ motion }: Ways, a: number, b: number, goalOfA: number, goalOfB: number): number {
  let pairs = new Map([[`${a} ${b} 0 0`, 0]])
  let least = Infinity
  for (let t = 0; t < 12; t++) {
    const next = new Map<string, number>()
    for (const [key, cost] of pairs) {
      const [at, bt, doneA, doneB] = key.split(' ').map(Number)
      for (const to of motion.successors.subarray(at * 5, at * 5 + 5)) {
        for (const other of motion.successors.subarray(bt * 5, bt * 5 + 5)) {
          if (to < 0 || other < 0 || to === other || (to === bt && other === at)) continue
          const done = [doneA === 1 || to === goalOfA ? 1 : 0, doneB === 1 || other === goalOfB ? 1 : 0]
          const sum = cost + 2 - doneA - doneB
          if (done[0] + done[1] === 2) least = Math.min(least, sum)
          const name = `${to} ${other} ${done.join(' ')}`
          next.set(name, Math.min(sum, next.get(name) ?? Infinity))
        }
      }
    }
    pairs = next
  }
  return least
}

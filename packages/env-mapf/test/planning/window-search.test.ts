import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GridMap } from '../../src/grid-map.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { PibtRollout } from '../../src/planning/pibt-rollout.ts'
import { Ways } from '../../src/planning/ways.ts'
import { WindowPlan } from '../../src/planning/window-plan.ts'
import { NO_PLAN, WindowSearch } from '../../src/planning/window-search.ts'
import { WindowTable } from '../../src/planning/window-table.ts'
import { crowdOf, expectStep } from '../support/crowds.ts'

const WINDOW = 7
const MANY = 1000000

const MOTIONS: readonly (readonly [string, (map: GridMap) => Motion])[] = [
  ['walking', walking],
  ['turning', turning],
]

/**
 * The least cost of a plan for an agent among those of the table, from all states that it can be in after each step.
 */
function leastCost(ways: Ways, start: number, goal: number, table: WindowTable): number {
  const { actions, successors, cellOf } = ways.motion
  // For each state the step in which the goal was reached, as early as can be, or none.
  let reach = new Map<string, readonly [state: number, arrival: number]>([[`${start}`, [start, NO_PLAN]]])
  for (let t = 0; t < WINDOW; t++) {
    const next = new Map<string, readonly [number, number]>()
    for (const [state, arrival] of reach.values()) {
      for (let action = 0; action < actions; action++) {
        const to = successors[state * actions + action]
        if (to < 0 || !table.isFree(t, cellOf[state], cellOf[to])) continue
        const arrived = arrival === NO_PLAN && cellOf[to] === goal ? t + 1 : arrival
        next.set(`${to} ${arrived}`, [to, arrived])
      }
    }
    reach = next
  }
  const costs = Array.from(reach.values(), ([state, arrival]) =>
    arrival === NO_PLAN ? WINDOW + ways.to(goal)[state] : arrival,
  )
  return costs.length === 0 ? NO_PLAN : Math.min(...costs)
}

describe.each(MOTIONS)('%s', (_, motionOf) => {
  test('no plan among those of others is better than the one found', () => {
    let same = 0
    let delayed = 0
    const crowds = fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 0.2, 0.4))
    fc.assert(
      fc.property(crowds, ([seed, agents, density]) => {
        const { ways, states, goals, stream } = crowdOf(motionOf, seed, 6, density, agents)
        const plan = new WindowPlan(ways.motion, WINDOW, states.length)
        plan.open({ ways, states, goals })
        const order = Int32Array.from(states, (_state, a) => a)
        new PibtRollout(ways.motion, states.length).extend(plan, 0, order, stream)
        const search = new WindowSearch(ways.motion, WINDOW)
        const table = new WindowTable(WINDOW, 36)
        for (let a = 1; a < states.length; a++) table.enter(plan, a)
        const own = plan.states.slice()
        const way = ways.to(goals[0])
        const least = leastCost(ways, states[0], goals[0], table)
        const cost = search.find(plan, 0, table, MANY, MANY)
        expect(cost).toBe(least)
        expect(cost).toBe(plan.costOf(0))
        for (let t = 0; t < WINDOW; t++) {
          const step = [t, t + 1].map((k) => plan.states.subarray(k * states.length, (k + 1) * states.length))
          expectStep(ways.motion, step[0], step[1])
        }
        expect(search.find(plan, 0, table, cost, MANY)).toBe(cost)
        const found = plan.states.slice()
        expect(search.find(plan, 0, table, cost - 1, MANY)).toBe(NO_PLAN)
        expect(plan.states).toEqual(found)
        if (cost > way[states[0]]) delayed++
        if (own.join(' ') === found.join(' ')) same++
      }),
      { numRuns: 150 },
    )
    expect(delayed).toBeGreaterThan(10)
    expect(same).toBeLessThan(140)
  })

  test('nodes are counted, and no more are expanded than there may be', () => {
    const map = GridMap.of(['.....', '.....', '.....'])
    const ways = new Ways(motionOf(map), 1)
    const plan = new WindowPlan(ways.motion, WINDOW, 1)
    plan.open({ ways, states: Int32Array.of(0), goals: Int32Array.of(14) })
    const table = new WindowTable(WINDOW, 15)
    const search = new WindowSearch(ways.motion, WINDOW)
    const cost = search.find(plan, 0, table, MANY, MANY)
    expect(cost).toBe(ways.to(14)[0])
    const needed = search.expansions
    expect(needed).toBeGreaterThanOrEqual(WINDOW)
    expect(search.find(plan, 0, table, MANY, needed - 1)).toBe(NO_PLAN)
    expect(search.expansions).toBe(2 * needed - 1)
    expect(search.find(plan, 0, table, MANY, needed)).toBe(cost)
  })
})

test('there is no plan where others leave no room', () => {
  // The agent stands in a dead end, and another comes in.
  const ways = new Ways(walking(GridMap.of(['...'])), 2)
  const plan = new WindowPlan(ways.motion, 2, 2)
  plan.open({ ways, states: Int32Array.of(0, 2), goals: Int32Array.of(2, 0) })
  plan.states.set([0, 2, 0, 1, 1, 0])
  const table = new WindowTable(2, 3)
  table.enter(plan, 1)
  expect(new WindowSearch(ways.motion, 2).find(plan, 0, table, MANY, MANY)).toBe(NO_PLAN)
})

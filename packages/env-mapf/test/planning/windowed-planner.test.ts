import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GridMap } from '../../src/grid-map.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { windowedPlanner } from '../../src/planning/windowed-planner.ts'
import { crowdOf, play } from '../support/crowds.ts'

const MOTIONS: readonly (readonly [string, (map: GridMap) => Motion])[] = [
  ['walking', walking],
  ['turning', turning],
]
const IMPROVEMENTS = ['lns', 'restarts'] as const

describe.each(MOTIONS)('%s', (_, motionOf) => {
  test.each(IMPROVEMENTS)('%s: plans begin where agents are and have no conflict', (improvement) => {
    const cases = fc.record({
      seed: fc.nat(1000),
      window: fc.integer({ min: 1, max: 8 }),
      agents: fc.integer({ min: 1, max: 25 }),
      density: fc.constantFrom(0, 0.2, 0.35),
      expansions: fc.integer({ min: 0, max: 60 }),
      period: fc.integer({ min: 1, max: 3 }),
      drawn: fc.boolean(),
    })
    fc.assert(
      fc.property(cases, ({ seed, agents, density, period, drawn, ...choices }) => {
        const crowd = crowdOf(motionOf, seed, 7, density, agents)
        const stream = drawn ? Seed.from(seed).stream() : undefined
        const planner = windowedPlanner(improvement, choices)
        const { states } = play(planner, crowd, 12, period, stream)
        // What is remembered is forgotten where a new episode begins.
        const again = drawn ? Seed.from(seed).stream() : undefined
        expect(play(planner, crowdOf(motionOf, seed, 7, density, agents), 12, period, again).states).toEqual(
          states,
        )
      }),
      { numRuns: 30 },
    )
  })

  test('with as many expansions, large neighbourhoods are above restarts, and these above one step of PIBT', () => {
    const reached = (improvement: 'lns' | 'restarts', window: number, expansions: number): number => {
      let sum = 0
      for (let seed = 0; seed < 2; seed++) {
        const crowd = crowdOf(motionOf, seed, 16, 0.2, 64)
        const planner = windowedPlanner(improvement, { window, expansions })
        sum += play(planner, crowd, 64, 1, Seed.from(seed).stream()).reached
      }
      return sum
    }
    const pibt = reached('restarts', 1, 0)
    const restarts = reached('restarts', 12, 80)
    const lns = reached('lns', 12, 80)
    expect(restarts).toBeGreaterThan(1.05 * pibt)
    expect(lns).toBeGreaterThan(1.05 * restarts)
  })
})

test('without a stream a plan is the same as before, whatever was planned by others', () => {
  const { ways, states, goals } = crowdOf(walking, 4, 8, 0.2, 20)
  const task = { ways, states, goals }
  const choices = { window: 6, expansions: 50 }
  const [one, other] = [windowedPlanner('lns', choices), windowedPlanner('lns', choices)]
  one.begin()
  other.begin()
  expect(one.plan(task, undefined)).toEqual(other.plan(task, undefined))
})

import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GridMap } from '../../src/grid-map.ts'
import { epibtPlanner } from '../../src/planning/epibt-planner.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { Operations } from '../../src/planning/operations.ts'
import { Ways } from '../../src/planning/ways.ts'
import { windowedPlanner } from '../../src/planning/windowed-planner.ts'
import { crowdOf, play } from '../support/crowds.ts'

const MOTIONS: readonly (readonly [string, (map: GridMap) => Motion])[] = [
  ['walking', walking],
  ['turning', turning],
]
const OPEN = GridMap.of(Array.from({ length: 7 }, () => '.'.repeat(7)))

describe.each(MOTIONS)('%s', (_, motionOf) => {
  test('operations are all that lead elsewhere or through other cells', () => {
    const motion = motionOf(OPEN)
    const { actions, successors, cellOf, facings } = motion
    const start = 24 * facings
    const expected = new Set<string>()
    for (let code = 0; code < actions * actions * actions; code++) {
      const first = successors[start * actions + (code % actions)]
      const second = successors[first * actions + (Math.floor(code / actions) % actions)]
      const third = successors[second * actions + Math.floor(code / (actions * actions))]
      expected.add([cellOf[first], cellOf[second], third].join(' '))
    }
    const found = new Operations(motion, 3).from(start)
    const keys = Array.from({ length: found.length / 3 }, (_operation, k) =>
      [cellOf[found[3 * k]], cellOf[found[3 * k + 1]], found[3 * k + 2]].join(' '),
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(keys)).toEqual(expected)
  })

  test('plans begin where agents are and have no conflict', () => {
    const cases = fc.record({
      seed: fc.nat(1000),
      agents: fc.integer({ min: 1, max: 25 }),
      density: fc.constantFrom(0, 0.2, 0.35),
      actions: fc.integer({ min: 1, max: 5 }),
      visits: fc.integer({ min: 1, max: 10 }),
      period: fc.integer({ min: 1, max: 3 }),
      drawn: fc.boolean(),
    })
    fc.assert(
      fc.property(cases, ({ seed, agents, density, period, drawn, ...choices }) => {
        const planner = epibtPlanner(choices)
        const states = (): readonly Int32Array[] => {
          const stream = drawn ? Seed.from(seed).stream() : undefined
          return play(planner, crowdOf(motionOf, seed, 6, density, agents), 8, period, stream).states
        }
        // What is remembered is forgotten where a new episode begins.
        expect(states()).toEqual(states())
      }),
      { numRuns: 30 },
    )
  })

  test('an agent that is alone goes a shortest way', () => {
    const { ways, states, goals } = crowdOf(motionOf, 2, 9, 0.2, 1)
    const planner = epibtPlanner({ actions: 3, visits: 1 })
    planner.begin()
    let [state] = states
    for (let left = ways.to(goals[0])[state]; left > 0; left--) {
      expect(ways.to(goals[0])[state]).toBe(left)
      state = planner.plan({ ways, states: Int32Array.of(state), goals }, undefined)[1]
    }
    expect(ways.motion.cellOf[state]).toBe(goals[0])
  })

  test('more is reached than by PIBT', () => {
    let [pibt, epibt] = [0, 0]
    for (let seed = 0; seed < 2; seed++) {
      const reached = (planner: Parameters<typeof play>[0]): number =>
        play(planner, crowdOf(motionOf, seed, 20, 0.1, 120), 50, 1, Seed.from(seed).stream()).reached
      pibt += reached(windowedPlanner('lns', { window: 1, expansions: 0 }))
      epibt += reached(epibtPlanner({ actions: 3, visits: 10 }))
    }
    expect(epibt).toBeGreaterThan(pibt)
  })
})

test('who is in the way makes way, where it can', () => {
  // The first goes east; the second, whose goal is in the west, stands before it, below a niche.
  const ways = new Ways(walking(GridMap.of(['#.##', '....'])), 2)
  const planner = epibtPlanner({ actions: 3, visits: 10 })
  planner.begin()
  const task = { ways, states: Int32Array.of(4, 5), goals: Int32Array.of(7, 4) }
  expect([...planner.plan(task, undefined)].slice(0, 6)).toEqual([4, 5, 5, 1, 6, 5])
})

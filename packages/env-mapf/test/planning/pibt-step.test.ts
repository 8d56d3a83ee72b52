import { Seed, type Stream } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DistanceTables } from '../../src/distance-tables.ts'
import { GridMap } from '../../src/grid-map.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { PibtStep } from '../../src/planning/pibt-step.ts'
import { Ways } from '../../src/planning/ways.ts'
import { Priorities } from '../../src/priorities.ts'
import { SoftMovement } from '../../src/soft-movement.ts'
import { type Cell, cellsOf, golden, worldOf } from '../support/golden.ts'
import { crowdOf, expectStep } from '../support/crowds.ts'

interface PibtCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly plan: readonly (readonly Cell[])[]
}

const { cases } = golden<{ cases: PibtCase[] }>('pogema/30_pibt_deterministic')

test.each(cases)('walkers go as those of Kei18/pibt2 without its shuffle: $name', (given) => {
  const { starts, goals, plan } = given
  const worlds = worldOf(given.map, starts, goals, 1)
  const [map] = worlds.maps
  const cellOf = ([row, column]: Cell): number => row * map.columns + column
  const ways = new Ways(walking(map), starts.length)
  const step = new PibtStep(ways.motion, starts.length)
  const tables = new DistanceTables(worlds)
  const priorities = new Priorities(worlds, 0, 'nothing')
  const movement = new SoftMovement(worlds)
  const actions = new Int32Array(starts.length)
  tables.open(0)
  priorities.begin(tables, undefined)
  let states = Int32Array.from(starts, cellOf)
  for (const expected of plan.slice(1)) {
    const next = new Int32Array(starts.length)
    step.plan(states, priorities.order, goals.map((goal) => ways.to(cellOf(goal))), undefined, next) // prettier-ignore
    next.forEach((to, a) => {
      const moves = ways.motion.successors.subarray(states[a] * 5, states[a] * 5 + 5)
      actions[a] = moves.indexOf(to)
    })
    movement.move(0, actions)
    expect(cellsOf(worlds, worlds.positions)).toEqual(expected)
    states = next
    expect([...states]).toEqual(expected.map(cellOf))
    priorities.renew()
  }
})

const MOTIONS: readonly (readonly [string, (map: GridMap) => Motion])[] = [
  ['walking', walking],
  ['turning', turning],
]

describe.each(MOTIONS)('%s', (_, motionOf) => {
  test('steps are actions, and nobody meets anybody', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(0, 0.2, 0.35),
        (seed, agents, density) => {
          const { ways, states, goals, stream } = crowdOf(motionOf, seed, 7, density, agents)
          const step = new PibtStep(ways.motion, states.length)
          const order = Int32Array.from(states, (_state, a) => a)
          let now = states
          for (let t = 0; t < 20; t++) {
            const next = new Int32Array(states.length)
            step.plan(
              now,
              order,
              Array.from(goals, (goal) => ways.to(goal)),
              stream,
              next,
            )
            expectStep(ways.motion, now, next)
            now = next
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test('the first in the order comes to its goal, and nobody holds it up where agents do not turn', () => {
    const { ways, states, goals, stream } = crowdOf(motionOf, 3, 6, 0, 30)
    const step = new PibtStep(ways.motion, states.length)
    const order = Int32Array.from(states, (_state, a) => a)
    let now = states
    let steps = 0
    while (ways.to(goals[0])[now[0]] > 0) {
      const next = new Int32Array(states.length)
      step.plan(
        now,
        order,
        Array.from(goals, (goal) => ways.to(goal)),
        stream as Stream,
        next,
      )
      now = next
      steps++
      expect(steps).toBeLessThan(100)
    }
    if (ways.motion.facings === 1) expect(steps).toBe(ways.to(goals[0])[states[0]])
  })
})

test('who must turn stays in its cell, and so do those behind it', () => {
  // Three in a row that all want to go east; the one ahead faces north, or east, the others face east.
  const map = GridMap.of(['....'])
  const ways = new Ways(turning(map), 3)
  const step = new PibtStep(ways.motion, 3)
  const next = new Int32Array(3)
  const east = Array.from({ length: 3 }, () => ways.to(3))
  step.plan(Int32Array.of(0, 4, 8 + 3), Int32Array.of(0, 1, 2), east, undefined, next)
  expect([...next]).toEqual([0, 4, 8])
  step.plan(Int32Array.of(0, 4, 8), Int32Array.of(0, 1, 2), east, undefined, next)
  expect([...next]).toEqual([4, 8, 12])
})

test('who turns about goes the shorter way round, clockwise where both are alike', () => {
  const ways = new Ways(turning(GridMap.of(['....'])), 1)
  const step = new PibtStep(ways.motion, 1)
  const turned = [0, 1, 2, 3].map((facing) => {
    const next = new Int32Array(1)
    step.plan(Int32Array.of(facing), Int32Array.of(0), [ways.to(3)], undefined, next)
    return next[0]
  })
  expect(turned).toEqual([4, 0, 3, 0])
})

test('four who face round a square change places at once', () => {
  const map = GridMap.of(['..', '..'])
  const ways = new Ways(turning(map), 4)
  const step = new PibtStep(ways.motion, 4)
  const next = new Int32Array(4)
  const round = [1, 3, 0, 2].map((goal) => ways.to(goal))
  // Cells 0 east, 1 south, 2 north, 3 west.
  step.plan(Int32Array.of(0, 5, 11, 14), Int32Array.of(0, 1, 2, 3), round, undefined, next)
  expect([...next]).toEqual([4, 13, 3, 10])
})

test('a chain of 20000 agents inherits to its end', () => {
  const n = 20000
  const map = GridMap.of(['.'.repeat(n + 1)])
  const ways = new Ways(walking(map), 1)
  const step = new PibtStep(ways.motion, n)
  const states = Int32Array.from({ length: n }, (_, a) => a)
  const next = new Int32Array(n)
  step.plan(states, states, Array.from({ length: n }, () => ways.to(n)), undefined, next) // prettier-ignore
  expect(next).toEqual(states.map((cell) => cell + 1))
  expect(step.choices).toBe(n)
})

test('without a stream nothing is left to chance, and with one it is', () => {
  const { ways, states, goals } = crowdOf(walking, 5, 8, 0.1, 30)
  const order = Int32Array.from(states, (_, a) => a)
  const outcome = (stream: Stream | undefined): string => {
    const next = new Int32Array(states.length)
    new PibtStep(ways.motion, states.length).plan(states, order, Array.from(goals, (goal) => ways.to(goal)), stream, next) // prettier-ignore
    return next.join(' ')
  }
  expect(outcome(undefined)).toBe(outcome(undefined))
  const seen = [0, 1, 2, 3, 4, 5].map((seed) => outcome(Seed.from(seed).stream()))
  expect(new Set(seen).size).toBeGreaterThan(1)
})

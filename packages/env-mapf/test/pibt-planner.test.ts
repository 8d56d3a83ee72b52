import { describe, expect, test } from 'vitest'
import { DistanceTables } from '../src/distance-tables.ts'
import { PibtPlanner } from '../src/pibt-planner.ts'
import { Priorities } from '../src/priorities.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import { type Cell, cellsOf, golden, worldOf } from './support/golden.ts'

interface PibtCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly plan: readonly (readonly Cell[])[]
}

const { cases } = golden<{ cases: PibtCase[] }>('pogema/30_pibt_deterministic')

describe('plans of Kei18/pibt2 without its shuffle, goals given once', () => {
  test('there are ten', () => expect(cases).toHaveLength(10))

  test.each(cases)('$name', ({ map, starts, goals, plan }) => {
    const worlds = worldOf(map, starts, goals, 1)
    const tables = new DistanceTables(worlds)
    const planner = new PibtPlanner(worlds, tables, false)
    const movement = new SoftMovement(worlds)
    const priorities = new Priorities(worlds, 0, 'nothing')
    const actions = new Int32Array(starts.length)
    tables.open(0)
    priorities.begin(tables, undefined)
    expect(plan[0]).toEqual(starts)
    for (const expected of plan.slice(1)) {
      planner.plan(0, priorities.order, undefined)
      planner.writeActions(0, actions)
      movement.move(0, actions)
      expect(cellsOf(worlds, worlds.positions)).toEqual(expected)
      expect(worlds.positions).toEqual(planner.next)
      priorities.renew()
    }
  })
})

test('a chain of 20000 agents inherits to its end', () => {
  const n = 20000
  const starts = Array.from({ length: n }, (_, a): Cell => [0, a])
  const worlds = worldOf(['.'.repeat(n + 1)], starts, starts.map((): Cell => [0, n]), 1) // prettier-ignore
  const tables = new DistanceTables(worlds, 0)
  const planner = new PibtPlanner(worlds, tables, false)
  tables.open(0)
  planner.plan(
    0,
    Int32Array.from(starts, (_, a) => a),
    undefined,
  )
  expect(planner.next).toEqual(worlds.positions.map((cell) => cell + 1))
})

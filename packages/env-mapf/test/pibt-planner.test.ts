import { describe, expect, test } from 'vitest'
import { DistanceTables } from '../src/distance-tables.ts'
import { PibtPlanner, Priorities } from '../src/pibt-planner.ts'
import { type Cell, cellsOf, golden, worldOf } from './support/golden.ts'
import { SoftMovement } from '../src/soft-movement.ts'

interface PibtCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly plan: readonly (readonly Cell[])[]
}

const { cases } = golden<{ cases: PibtCase[] }>('pogema/30_pibt_deterministic')

describe('plans of Kei18/pibt2 without its shuffle, goals given once', () => {
  test.each(cases)('$name', ({ map, starts, goals, plan }) => {
    const worlds = worldOf(map, starts, goals, 1)
    const planner = new PibtPlanner(worlds)
    const tables = new DistanceTables(worlds, 0)
    const movement = new SoftMovement(worlds)
    const priorities = new Priorities(starts.length)
    const actions = new Int32Array(starts.length)
    tables.refresh()
    priorities.begin(undefined)
    starts.forEach((_, a) => {
      priorities.remoteness[a] = tables.distances[tables.offsets[a] + worlds.positions[a]]
    })
    expect(plan[0]).toEqual(starts)
    for (const expected of plan.slice(1)) {
      priorities.sort()
      planner.plan(0, tables, priorities.order, undefined)
      planner.writeActions(0, actions)
      movement.move(0, actions)
      expect(cellsOf(worlds, worlds.positions)).toEqual(expected)
      expect(worlds.positions).toEqual(planner.next)
      const arrived = Float32Array.from(worlds.positions, (cell, a) => (cell === worlds.goals[a] ? 1 : 0))
      priorities.age(arrived, 0)
    }
  })
})

test('a chain of 2000 agents inherits to its end', () => {
  const n = 2000
  const starts = Array.from({ length: n }, (_, a): Cell => [0, a])
  const goals = starts.map((): Cell => [0, n])
  const worlds = worldOf(['.'.repeat(n + 1)], starts, goals, 1)
  const planner = new PibtPlanner(worlds)
  const tables = new DistanceTables(worlds, 0)
  tables.refresh()
  planner.plan(0, tables, Int32Array.from(starts, (_, a) => a), undefined) // prettier-ignore
  expect(cellsOf(worlds, planner.next)).toEqual(starts.map(([row, column]): Cell => [row, column + 1]))
})

import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { DistanceTables } from '../src/distance-tables.ts'
import { PibtPlanner } from '../src/pibt-planner.ts'
import { Priorities } from '../src/priorities.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import { type Cell, cellsOf, golden, worldOf } from './support/golden.ts'

interface SwapCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly solved: boolean
  readonly plan: readonly (readonly Cell[])[]
}

const { cases } = golden<{ cases: SwapCase[] }>('lacam3/pibt_swap')

describe('plans of Kei18/lacam3 without its random tie-break', () => {
  test.each(cases)('$name', ({ map, starts, goals, plan }) => {
    expect(play(map, starts, goals, true, 60)).toEqual(plan)
  })
})

describe('agents that must change places where only one can pass', () => {
  test.each([
    { name: 'a corridor with one recess', map: ['......', '##.###'], start: [0, 0], goal: [0, 5] },
    {
      name: 'a corridor that ends at a junction',
      map: ['......#', '####.##', '####.##'],
      start: [0, 0],
      goal: [0, 1],
    },
  ] as const)('$name', ({ map, start, goal }) => {
    let unsolved = 0
    for (let seed = 0; seed < 8; seed++) {
      const plain = play(map, [start, goal], [goal, start], false, 40, seed)
      const swap = play(map, [start, goal], [goal, start], true, 40, seed)
      expect(swap[swap.length - 1]).toEqual([goal, start])
      expect(swap.length).toBeLessThan(12)
      if (plain.length > 40) unsolved++
    }
    // In a recess an agent may by chance be out of the way.
    expect(unsolved).toBeGreaterThanOrEqual(4)
  })
})

/** Where agents stand before and after each step, until all are at their goals at once or `limit` steps are over. */
function play(
  map: readonly string[],
  starts: readonly Cell[],
  goals: readonly Cell[],
  swap: boolean,
  limit: number,
  seed?: number,
): Cell[][] {
  const worlds = worldOf(map, starts, goals, 1)
  const stream = seed === undefined ? undefined : Seed.from(seed).stream()
  const tables = new DistanceTables(worlds)
  const planner = new PibtPlanner(worlds, tables, swap)
  const movement = new SoftMovement(worlds)
  const priorities = new Priorities(worlds, 0, 'nothing')
  const actions = new Int32Array(worlds.agents)
  tables.open(0)
  priorities.begin(tables, stream)
  const plan = [cellsOf(worlds, worlds.positions)]
  while (plan.length <= limit && worlds.positions.some((cell, a) => cell !== worlds.goals[a])) {
    planner.plan(0, priorities.order, stream)
    planner.writeActions(0, actions)
    movement.move(0, actions)
    expect(worlds.positions).toEqual(planner.next)
    priorities.renew()
    plan.push(cellsOf(worlds, worlds.positions))
  }
  return plan
}

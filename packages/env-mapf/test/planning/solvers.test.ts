import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap } from '../../src/grid-map.ts'
import { conflictBasedSearch } from '../../src/planning/cbs.ts'
import { turning, walking } from '../../src/planning/motion.ts'
import { pbs } from '../../src/planning/pbs.ts'
import { type Task, planOf, taskOf } from '../../src/planning/planner.ts'
import { prioritise, prioritised } from '../../src/planning/prioritised.ts'
import type { Path } from '../../src/planning/reservations.ts'
import { rhcr } from '../../src/planning/rhcr.ts'
import { Sipp } from '../../src/planning/sipp.ts'
import { NO_WAY, Ways } from '../../src/planning/ways.ts'
import { validatePlan } from '../../src/index.ts'
import { type Cell, golden } from '../support/golden.ts'
import { jointOptimum } from '../support/joint-search.ts'

/** Nodes within which conflict-based search comes to an end on all but the longest of its tests. */
const LIMIT = 20000

function taskOn(map: GridMap, starts: readonly number[], goals: readonly number[], turns = false): Task {
  const motion = (turns ? turning : walking)(map)
  const states = Int32Array.from(starts, (cell) => cell * motion.facings)
  return { ways: new Ways(motion, starts.length), states, goals: Int32Array.from(goals) }
}

/** Tasks of agents on maps of a side, each of whom can reach a goal of its own. */
function tasks(side: number, most: number, turns: fc.Arbitrary<boolean>): fc.Arbitrary<Task> {
  const cells = side * side
  return fc
    .record({
      seed: fc.nat(300),
      density: fc.constantFrom(0, 0.15, 0.3),
      agents: fc.integer({ min: 1, max: most }),
      starts: fc.shuffledSubarray([...Array(cells).keys()], { minLength: cells }),
      goals: fc.shuffledSubarray([...Array(cells).keys()], { minLength: cells }),
      turns,
    })
    .map(({ seed, density, agents, starts, goals, turns: isTurning }) => {
      const map = uniformMap(seed, side, density)
      const free = (cell: number): boolean => map.obstacles[cell] === 0
      const left = goals.filter(free)
      const task = taskOn(map, [], [], isTurning)
      const pairs: [number, number][] = []
      for (const start of starts.filter(free).slice(0, agents)) {
        const k = left.findIndex((goal) => task.ways.to(goal)[start * task.ways.motion.facings] !== NO_WAY)
        if (k >= 0) pairs.push([start, left.splice(k, 1)[0]])
      }
      return taskOn(
        map,
        pairs.map(([start]) => start),
        pairs.map(([, goal]) => goal),
        isTurning,
      )
    })
    .filter(({ states }) => states.length > 0)
}

const sumOf = (paths: readonly Path[]): number => paths.reduce((sum, { cost }) => sum + cost, 0)

/** Paths as a plan, which `validatePlan` looks at; whoever is beyond its end stays. */
function expectNoConflict(task: Task, paths: readonly (Path | undefined)[], steps: number): void {
  const found = paths.flatMap((path, a) => (path === undefined ? [] : [{ path, a }]))
  const { motion } = task.ways
  const timed = new Int32Array((steps + 1) * found.length)
  for (let t = 0; t <= steps; t++) {
    found.forEach(({ path: { states } }, k) => {
      timed[t * found.length + k] = motion.cellOf[states[Math.min(t, states.length - 1)]]
    })
  }
  const starts = Int32Array.from(found, ({ a }) => motion.cellOf[task.states[a]])
  const goals = found.map(({ a }) => Int32Array.of(task.goals[a]))
  const instance = { map: motion.map, starts, goals, oneShot: false }
  expect(validatePlan(instance, { agents: found.length, positions: timed })).toEqual([])
}

interface SmallCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly optimal_soc: number | null
}

function smallTask({ map, starts, goals }: SmallCase): Task {
  const grid = GridMap.of(map)
  const cellOf = ([row, column]: Cell): number => row * grid.columns + column
  return taskOf({
    map: grid,
    starts: Int32Array.from(starts, cellOf),
    goals: goals.map((goal) => Int32Array.of(cellOf(goal))),
    oneShot: true,
  })
}

const { cases } = golden<{ cases: readonly SmallCase[] }>('pogema/31_small_optimal')

describe('conflict-based search', () => {
  test.each(['corners', 'string', 'tree'])('finds the optimum of %s that is known', (name) => {
    const given = cases.find((one) => one.name === name)!
    const task = smallTask(given)
    const paths = conflictBasedSearch(task, new Sipp(task.ways, { window: Infinity, vanish: false }), LIMIT)!
    expect(sumOf(paths)).toBe(given.optimal_soc)
    expectNoConflict(task, paths, 40)
  })

  test('gives up at its limit where agents must lose many steps', () => {
    for (const name of ['tunnel', 'loop-chain']) {
      const task = smallTask(cases.find((one) => one.name === name)!)
      const sipp = new Sipp(task.ways, { window: Infinity, vanish: false })
      expect(conflictBasedSearch(task, sipp, 100)).toBeUndefined()
    }
  })

  test('finds the optimum of a search through all joint states', () => {
    let solved = 0
    fc.assert(
      fc.property(tasks(3, 3, fc.constant(false)), fc.boolean(), (task, vanish) => {
        const sipp = new Sipp(task.ways, { window: Infinity, vanish })
        const paths = conflictBasedSearch(task, sipp, 500)
        if (paths === undefined) return
        solved++
        expect(sumOf(paths)).toBe(jointOptimum(task, vanish))
      }),
      { numRuns: 300 },
    )
    expect(solved).toBeGreaterThan(200)
  })

  test('finds the optimum of two who turn', () => {
    fc.assert(
      fc.property(tasks(3, 2, fc.constant(true)), fc.boolean(), (task, vanish) => {
        const sipp = new Sipp(task.ways, { window: Infinity, vanish })
        const paths = conflictBasedSearch(task, sipp, 500)
        if (paths !== undefined) expect(sumOf(paths)).toBe(jointOptimum(task, vanish))
      }),
      { numRuns: 60 },
    )
  })
})

describe('paths by priorities do not meet', () => {
  test('of agents that stay, in whole paths and in windows', () => {
    fc.assert(
      fc.property(tasks(7, 12, fc.boolean()), fc.constantFrom(3, 8, Infinity), (task, window) => {
        const sipp = new Sipp(task.ways, { window, vanish: false })
        const order = Int32Array.from(task.states, (_, a) => a)
        const steps = Math.min(window, 60)
        expectNoConflict(task, prioritise(task, sipp, order, 5, undefined), steps)
        expect([...order].sort((a, b) => a - b)).toEqual([...task.states.keys()])
        const found = pbs(task, sipp, 50)
        if (found !== undefined) expectNoConflict(task, found, steps)
      }),
      { numRuns: 200 },
    )
  })

  test('an order that fails is mended: who finds no path goes first', () => {
    // Agent 0 comes out of the passage through which agent 1 must go: in the other order there is a way.
    const map = GridMap.of(['.....', '##.##'])
    const task = taskOn(map, [1, 2], [4, 3])
    const sipp = new Sipp(task.ways, { window: Infinity, vanish: false })
    const order = Int32Array.of(1, 0)
    expect(prioritise(task, sipp, order.slice(), 1, undefined)).toContain(undefined)
    expect(prioritise(task, sipp, order, 2, undefined)).not.toContain(undefined)
    expect([...order]).toEqual([0, 1])
  })

  test('a leader goes first, whatever it costs the others', () => {
    const map = GridMap.of(['....', '#..#'])
    const task = taskOn(map, [0, 3], [3, 0])
    const rules = { window: 6, vanish: true }
    for (const leader of [0, 1]) {
      const least = task.ways.to(task.goals[leader])[task.states[leader]]
      expect(pbs(task, new Sipp(task.ways, rules), 100, leader)![leader].cost).toBe(least)
      const order = Int32Array.of(0, 1)
      const paths = prioritise(task, new Sipp(task.ways, rules), order, 5, undefined, leader)
      expect(order[0]).toBe(leader)
      expect(paths[leader]!.cost).toBe(least)
    }
  })
})

const CHOICES = { window: 6, horizon: 3, orders: 5 }
const PLANNERS = {
  'rhcr-pbs': () => rhcr({ ...CHOICES, nodes: 50 }, false),
  'rhcr-whca': () => rhcr({ ...CHOICES, nodes: 0 }, false),
  'prioritised-planning': () => prioritised({ orders: 5, first: 'random' }, false),
}

describe.each(Object.entries(PLANNERS))('plans of %s', (_, plannerOf) => {
  test('are valid one after the other, and the same for the same stream', () => {
    fc.assert(
      fc.property(tasks(5, 16, fc.boolean()), fc.nat(1000), (task, seed) => {
        const run = (): number[] => {
          const planner = plannerOf()
          const stream = seed % 2 === 0 ? undefined : Seed.from(seed).stream()
          let states = task.states
          planner.begin()
          const all: number[] = []
          for (let k = 0; k < 4; k++) {
            const now = { ...task, states }
            const timed = planner.plan(now, stream)
            const { motion } = task.ways
            for (let i = states.length; i < timed.length; i++) {
              const from = timed[i - states.length] * motion.actions
              expect(motion.successors.subarray(from, from + motion.actions)).toContain(timed[i])
            }
            const starts = states.map((state) => motion.cellOf[state])
            const goals = Array.from(task.goals, (goal) => Int32Array.of(goal))
            const instance = { map: motion.map, starts, goals, oneShot: false }
            expect(timed.length).toBeGreaterThan(states.length)
            expect(validatePlan(instance, planOf(now, timed))).toEqual([])
            states = timed.slice(timed.length - states.length)
            all.push(...timed)
          }
          return all
        }
        expect(run()).toEqual(run())
      }),
      { numRuns: 60 },
    )
  })

  test('get everybody who can to the goal, though two never change places in a dead end', () => {
    const map = GridMap.of(['..#....', '###....', '.......'])
    const task = taskOn(map, [0, 1, 3, 4, 5, 6], [1, 0, 6, 5, 4, 3])
    const planner = plannerOf()
    planner.begin()
    let { states } = task
    for (let t = 0; t < 60;) {
      const timed = planner.plan({ ...task, states }, Seed.from(1).stream())
      t += timed.length / 6 - 1
      states = timed.slice(timed.length - 6)
    }
    expect([...states.subarray(2)]).toEqual([...task.goals.subarray(2)])
    expect([...states.subarray(0, 2)].sort()).toEqual([0, 1])
  })
})

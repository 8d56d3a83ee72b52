import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeededScenario } from '../../src/scenario.ts'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap, type MapfInstance, lacam, oneshot, validatePlan } from '../../src/index.ts'
import { assemble, lifelong } from '../../src/lifelong.ts'
import { Board } from '../../src/planning/lacam/board.ts'
import { Lacam } from '../../src/planning/lacam/lacam.ts'
import { taskOf } from '../../src/planning/planner.ts'
import { type Cell, golden } from '../support/golden.ts'
import { optimalMakespan, optimalSumOfCosts } from '../support/joint-search.ts'

interface SmallCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly optimal_makespan: number
  readonly optimal_soc: number | null
}

const { cases } = golden<{ cases: readonly SmallCase[] }>('pogema/31_small_optimal')

function instanceOf({ map: lines, starts, goals }: SmallCase): MapfInstance {
  const map = GridMap.of(lines)
  const cellOf = ([row, column]: Cell): number => row * map.columns + column
  return {
    map,
    starts: Int32Array.from(starts, cellOf),
    goals: goals.map((goal) => Int32Array.of(cellOf(goal))),
    oneShot: true,
  }
}

/** Agents of POGEMA's generator. */
function generated(seed: number, size: number, density: number, agents: number): MapfInstance {
  const scenario = new SeededScenario(uniformMap(seed, size, density), agents, seed)
  const goals = Array.from({ length: agents }, (_, a) => Int32Array.of(scenario.goal(a, 0)))
  return { map: scenario.map, starts: scenario.starts, goals, oneShot: true }
}

describe('optima of published instances are found and proven', () => {
  test.each(cases.filter(({ optimal_soc }) => optimal_soc !== null))('$name: sum of costs', (given) => {
    const instance = instanceOf(given)
    const { cost, lowerBound, plan } = lacam(instance, { expansions: 300000 })
    expect([cost, lowerBound]).toEqual([given.optimal_soc, given.optimal_soc])
    expect(validatePlan(instance, plan)).toEqual([])
  })
  test.each(cases.filter(({ name }) => name !== 'loop-chain'))('$name: makespan', (given) => {
    const instance = instanceOf(given)
    const { cost, lowerBound, plan } = lacam(instance, { expansions: 300000, objective: 'makespan' })
    expect([cost, lowerBound]).toEqual([given.optimal_makespan, given.optimal_makespan])
    expect(plan.positions).toHaveLength((cost + 1) * plan.agents)
    expect(validatePlan(instance, plan)).toEqual([])
  })
})

const tiny = fc
  .record({ seed: fc.nat(5000), agents: fc.integer({ min: 1, max: 3 }), density: fc.constantFrom(0.2, 0.4) })
  .map(({ seed, agents, density }) => {
    for (let k = seed; ; k++) {
      const map = uniformMap(k, 3, density)
      if (map.components.capacity >= agents) return generated(k, 3, density, agents)
    }
  })

test('what is found on the smallest maps is what exhaustive search finds', () => {
  fc.assert(
    fc.property(tiny, fc.nat(), (instance, seed) => {
      const options = { expansions: 200000, seed: Seed.from(seed) }
      const best = optimalSumOfCosts(instance)
      const sum = lacam(instance, options)
      expect([sum.cost, sum.lowerBound, sum.isSolved]).toEqual([best, best, best < Infinity])
      const steps = lacam(instance, { ...options, objective: 'makespan' })
      expect([steps.cost, steps.lowerBound]).toEqual(Array(2).fill(optimalMakespan(instance)))
      expect(validatePlan({ ...instance, oneShot: sum.isSolved }, sum.plan)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

const random = fc
  .record({
    seed: fc.nat(1000),
    size: fc.integer({ min: 5, max: 14 }),
    density: fc.constantFrom(0, 0.2, 0.35),
    share: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  })
  .map(({ seed, size, density, share }) => {
    const { capacity } = uniformMap(seed, size, density).components
    return generated(seed, size, density, Math.max(1, Math.floor(capacity * share)))
  })

test('plans are valid, solved or not, cost what is said, and never less than the bound', () => {
  fc.assert(
    fc.property(
      random,
      fc.integer({ min: 1, max: 800 }),
      fc.constantFrom('sum-of-costs' as const, 'makespan' as const),
      (instance, expansions, objective) => {
        const { plan, isSolved, cost, lowerBound } = lacam(instance, { expansions, objective })
        expect(validatePlan({ ...instance, oneShot: isSolved }, plan, 1)).toEqual([])
        if (!isSolved) return
        const arrivals = instance.goals.map(([goal], a) => {
          let step = plan.positions.length / plan.agents - 1
          while (step > 0 && plan.positions[(step - 1) * plan.agents + a] === goal) step--
          return step
        })
        const sum = arrivals.reduce((total, step) => total + step, 0)
        expect(cost).toBe(objective === 'makespan' ? Math.max(...arrivals) : sum)
        expect(lowerBound).toBeLessThanOrEqual(cost)
      },
    ),
    { numRuns: 150 },
  )
})

test('more expansions never give a worse plan, and a search that is interrupted goes on as if it had not been', () => {
  const instance = generated(5, 12, 0.2, 30)
  const task = taskOf(instance)
  const searchOf = (): Lacam =>
    new Lacam(new Board(instance.map, 30), task, 'sum-of-costs', true, Seed.from(1).stream())
  const steady = searchOf()
  let former = Infinity
  for (const limit of [1, 7, 20, 50, 51, 120, 150, 333, 1000, 3000]) {
    const once = searchOf()
    once.run(limit)
    steady.run(limit)
    expect(once.cost).toBeLessThanOrEqual(former)
    expect([steady.cost, steady.plan]).toEqual([once.cost, once.plan])
    former = once.cost
  }
  expect(former).toBeLessThan(Infinity)
})

test('a plan is begun with what is left of a former one, where some goals are new', () => {
  let begun = 0
  fc.assert(
    fc.property(random, fc.integer({ min: 1, max: 8 }), fc.nat(), (instance, step, seed) => {
      const agents = instance.starts.length
      const task = taskOf(instance)
      const board = new Board(instance.map, agents)
      const first = new Lacam(board, task, 'sum-of-costs', false, Seed.from(seed).stream())
      first.run(200)
      if (first.cost === Infinity || first.plan.length <= step * agents) return
      const rest = first.plan.slice(step * agents)
      const states = rest.slice(0, agents)
      // The first agent, and every third one, has a new goal: the cell in which it stands, or that of the first goal.
      const goals = task.goals.slice()
      for (let a = 0; a < agents; a += 3) if (!goals.includes(states[a])) goals[a] = states[a]
      const next = { ...task, states, goals }
      const second = new Lacam(board, next, 'sum-of-costs', false, Seed.from(seed).stream(), rest)
      if (second.cost < Infinity) begun++
      second.run(300)
      const isSolved = second.cost < Infinity
      const lists = Array.from(goals, (goal) => Int32Array.of(goal))
      const planned = { map: instance.map, starts: states, goals: lists, oneShot: isSolved }
      expect(validatePlan(planned, { agents, positions: second.plan }, 1)).toEqual([])
      if (isSolved) expect(second.lowerBound).toBeLessThanOrEqual(second.cost)
    }),
    { numRuns: 100 },
  )
  expect(begun).toBeGreaterThan(20)
})

describe('thousands of agents', () => {
  test('in a ring that is full, all move at once', () => {
    const columns = 2000
    const map = GridMap.of(['.'.repeat(columns), '.'.repeat(columns)])
    const ring = Array.from({ length: 2 * columns }, (_, k) => (k < columns ? k : 3 * columns - 1 - k))
    const starts = Int32Array.from(ring)
    const goals = ring.map((_, k) => Int32Array.of(ring[(k + 1) % ring.length]))
    const { cost, lowerBound } = lacam({ map, starts, goals }, { expansions: 20 })
    expect([cost, lowerBound]).toEqual([4000, 4000])
  })
  test('in a field', () => {
    const instance = generated(0, 64, 0.1, 1500)
    const { isSolved, plan } = lacam(instance, { expansions: 400 })
    expect(isSolved).toBe(true)
    expect(validatePlan(instance, plan, 1)).toEqual([])
  })
})

test('where no plan exists, that is found out', () => {
  const instance = {
    map: GridMap.of(['..']),
    starts: Int32Array.of(0, 1),
    goals: [Int32Array.of(1), Int32Array.of(0)],
  }
  const { isSolved, cost, lowerBound, plan } = lacam(instance)
  expect([isSolved, cost, lowerBound, [...plan.positions]]).toEqual([false, Infinity, Infinity, [0, 1, 0, 1]])
})

test('the same seed gives the same plan, another one another', () => {
  const instance = generated(5, 16, 0.2, 40)
  const planOf = (seed: number): Int32Array =>
    lacam(instance, { expansions: 200, seed: Seed.from(seed) }).plan.positions
  expect(planOf(1)).toEqual(planOf(1))
  expect(planOf(2)).not.toEqual(planOf(1))
})

test.each([
  [{ expansions: 0 }, 'expansions: got 0, expected a whole number of at least 1'],
  [{ expansions: 1.5 }, 'expansions: got 1.5'],
  [{ objective: 'flowtime' as 'makespan' }, 'objective: got "flowtime", expected sum-of-costs or makespan'],
])('%j is refused', (options, message) => {
  expect(() => lacam(generated(0, 5, 0, 2), options)).toThrow(message)
})

test('instances that are not right are refused', () => {
  const { map, starts, goals } = generated(0, 5, 0, 2)
  expect(() => lacam({ map, starts: new Int32Array(0), goals: [] })).toThrow('starts: got')
  expect(() => lacam({ map, starts, goals: [goals[0], goals[0]] })).toThrow('goal')
})

describe('the policy', () => {
  test('serves a stream of tasks, in which agents may share goals', () => {
    const parameters = {
      instances: 'connected',
      size: 6,
      agents: 8,
      density: 0.1,
      horizon: 60,
      goals: 'shared',
    } as const
    const { environment, worlds } = assemble(lifelong.resolve(parameters), 1)
    const policy = environment.expert!.policy('lacam', { replanning: 30 })
    const actions = new Int32Array(8)
    environment.reset(Seed.from(0))
    policy.begin(environment, Seed.from(0))
    let shared = 0
    for (let t = 0; t < 59; t++) {
      if (new Set(worlds.goals).size < 8) shared++
      policy.act(environment, actions, 'greedy')
      const wanted = worlds.positions.map((cell, i) => cell + worlds.offsets[actions[i]])
      environment.step(actions)
      expect(worlds.positions).toEqual(wanted)
    }
    environment.step(actions)
    expect(shared).toBeGreaterThan(10)
    expect(environment.metrics[0]).toBeGreaterThan(1)
  })
  test('brings all agents of worlds of different sizes to their goals', async () => {
    const environment = await oneshot.make({ instances: 'benchmark-mazes', agents: 16 }, 4)
    const policy = environment.expert!.policy('lacam', { expansions: 500 })
    const actions = new Int32Array(4 * 16)
    environment.reset(Seed.from(0), (w) => ({ key: Seed.from(w), index: 10 * w }))
    policy.begin(environment, Seed.from(0))
    const solved = [0, 0, 0, 0]
    const rate = environment.spec.metrics.findIndex(({ name }) => name === 'CSR')
    for (let t = 0; t < 128; t++) {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      for (let w = 0; w < 4; w++)
        if (environment.ended[w] === 1)
          solved[w] = environment.metrics[w * environment.spec.metrics.length + rate]
    }
    expect(solved).toEqual([1, 1, 1, 1])
  })
})

import { type Environment, type EnvironmentDefinition, type Policy, Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expertPolicy } from '../../src/experts.ts'
import { assemble, lifelong } from '../../src/lifelong.ts'
import { assemble as assembleOneshot, oneshot } from '../../src/oneshot.ts'
import plugin from '../../src/plugin.ts'
import { robotRunners } from '../../src/robots/robot-runners.ts'
import type { GridWorlds } from '../../src/worlds.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'
import { golden, scenarioOf } from '../support/golden.ts'

const QUICK = { orders: 3, window: 6 }
const POLICIES: readonly (readonly [name: string, choices: object])[] = [
  ['rhcr-pbs', { ...QUICK, nodes: 20 }],
  ['rhcr-whca', QUICK],
  ['prioritised-planning', { orders: 3 }],
  ['cbs', { expansions: 20 }],
]

describe.each(POLICIES)('%s', (name, choices) => {
  const parameters = fc.record({
    agents: fc.integer({ min: 1, max: 20 }),
    density: fc.constantFrom(0, 0.1, 0.25),
    seed: fc.nat(1000),
    greedy: fc.boolean(),
    onTarget: fc.constantFrom('restart' as const, 'nothing' as const, 'finish' as const),
  })

  test('what it asks for is done, since nobody is in the way of anybody', () => {
    fc.assert(
      fc.property(parameters, ({ agents, density, seed, greedy, onTarget }) => {
        const setup = { instances: 'generated', size: 8, agents, density, horizon: 25 } as const
        const once = onTarget === 'restart' && !name.startsWith('rhcr') ? 'nothing' : onTarget
        const { environment, worlds } =
          once === 'restart'
            ? assemble(lifelong.resolve(setup), 2)
            : assembleOneshot(oneshot.resolve({ ...setup, onTarget: once }), 2)
        const policy = expertPolicy('test', name, worlds, once, choices)
        const actions = new Int32Array(2 * agents)
        environment.reset(Seed.from(seed))
        policy.begin(environment, Seed.from(seed))
        for (let t = 0; t < 40; t++) {
          policy.act(environment, actions, greedy ? 'greedy' : 'sample')
          const wanted = wantedCells(worlds, actions)
          environment.step(actions)
          for (let i = 0; i < wanted.length; i++) {
            if (environment.ended[Math.floor(i / agents)] === 0) expect(worlds.positions[i]).toBe(wanted[i])
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

function wantedCells({ active, positions, offsets }: GridWorlds, actions: Int32Array): number[] {
  return Array.from(positions, (cell, i) => cell + (active[i] === 1 ? offsets[actions[i]] : 0))
}

/** Half of the cells are taken. */
test.each(['rhcr-pbs', 'rhcr-whca'])('%s: in a crowd everybody reaches goals time and again', (name) => {
  const setup = { instances: 'generated', size: 4, agents: 8, density: 0.05, horizon: 400 } as const
  const { environment } = assemble(lifelong.resolve(setup), 1)
  const policy = environment.expert!.policy(name)
  const actions = new Int32Array(8)
  const goals = new Int32Array(8)
  environment.reset(Seed.from(0))
  policy.begin(environment, Seed.from(0))
  for (let t = 0; t < 399; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let a = 0; a < 8; a++) goals[a] += environment.rewards[a]
  }
  expect(Math.min(...goals)).toBeGreaterThan(4)
})

test('an agent that is given the cell on which it stands waits there and is paid again', () => {
  const file = scenarioOf(['...'], [[0, 0]], [[[0, 1], [0, 1], [0, 2]]]) // prettier-ignore
  for (const name of ['rhcr-pbs', 'rhcr-whca']) {
    const setup = { instances: 'scenario-file', file, agents: 1, horizon: 3 } as const
    const { environment } = assemble(lifelong.resolve(setup), 1)
    const policy = environment.expert!.policy(name)
    expect(episode(environment, policy)).toEqual([4, 0, 4])
    expect(environment.metrics[0]).toBe(1)
  }
})

function episode(
  environment: ReturnType<typeof assemble>['environment'],
  policy: Policy,
  mode: 'sample' | 'greedy' = 'sample',
): number[] {
  const actions = new Int32Array(environment.spec.agents)
  const taken: number[] = []
  environment.reset(Seed.from(0))
  policy.begin(environment, Seed.from(0))
  do {
    policy.act(environment, actions, mode)
    environment.step(actions)
    taken.push(...actions)
  } while (environment.ended[0] === 0)
  return taken
}

test.each(['corners', 'string', 'tree'])('cbs: %s is played at its least sum of costs', (name) => {
  interface Case {
    readonly name: string
    readonly map: readonly string[]
    readonly starts: readonly (readonly [number, number])[]
    readonly goals: readonly (readonly [number, number])[]
    readonly optimal_soc: number
  }
  const { cases } = golden<{ cases: readonly Case[] }>('pogema/31_small_optimal')
  const given = cases.find((one) => one.name === name)!
  const goals = given.goals.map((goal) => [goal])
  const file = scenarioOf(given.map, given.starts, goals)
  const setup = { instances: 'scenario-file', file, agents: goals.length, horizon: 100 } as const
  const { environment } = assembleOneshot(oneshot.resolve(setup), 1)
  const policy = environment.expert!.policy('cbs', { expansions: 20000 })
  episode(environment, policy, 'greedy')
  const metric = environment.spec.metrics.findIndex((one) => one.name === 'sum_of_costs')
  expect(environment.metrics[metric]).toBe(given.optimal_soc)
})

/** Published for RHCR; with nobody in the way it would be 1.290 and 1.027. */
test.each([
  ['rhcr-whca', 'random', 1.2506],
  ['rhcr-pbs', 'mazes', 0.939],
])('%s: on %s maps 16 agents come within 5 % of %f goals per step', async (name, set, published) => {
  const parameters = { instances: `benchmark-${set}`, agents: 16 }
  const policyOf = (environment: Environment): Policy => environment.expert!.policy(name)
  const { mean } = await evaluate(lifelong as EnvironmentDefinition, parameters, policyOf, 32)
  expect(mean).toBeGreaterThan(0.95 * published)
})

test.each([
  ['pibt-lns', { window: 6, period: 7 }, 'mapf/pibt-lns.period: got 7, expected at most window, 6'],
  ['rhcr-pbs', { window: 4 }, 'mapf/rhcr-pbs.horizon: got 5, expected at most window, 4'],
] as const)('%s refuses to follow plans beyond their window', async (name, choices, message) => {
  for (const definition of [lifelong, robotRunners]) {
    const environment = await definition.make({ agents: 2 })
    expect(() => environment.expert!.policy(name, choices)).toThrow(message)
  }
  const algorithm = plugin.algorithms.find(({ id }) => id === `mapf/${name}`)!
  expect(() => algorithm.resolve(choices)).toThrow(message)
})

test('lacam plans for the least makespan where it is asked to', async () => {
  const environment = await oneshot.make({
    instances: 'generated',
    size: 5,
    agents: 4,
    density: 0.2,
    horizon: 60,
  })
  const makespan = environment.spec.metrics.findIndex(({ name }) => name === 'makespan')
  const total = (objective: string): number => {
    const policy = environment.expert!.policy('lacam', { objective, expansions: 3000 })
    const actions = new Int32Array(4)
    let sum = 0
    for (let index = 0; index < 10; index++) {
      environment.reset(Seed.from(1), () => ({ key: Seed.from(1), index }))
      policy.begin(environment, Seed.from(1))
      do {
        policy.act(environment, actions, 'greedy')
        environment.step(actions)
      } while (environment.ended[0] === 0)
      sum += environment.metrics[makespan]
    }
    return sum
  }
  expect(total('makespan')).toBeLessThan(total('sum-of-costs'))
})

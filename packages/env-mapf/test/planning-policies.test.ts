import { type Policy, Seed, type View, uniformPolicy } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assemble, lifelong } from '../src/lifelong.ts'
import { pibtShield } from '../src/pibt-shield.ts'
import { aStarPolicy } from '../src/policies/a-star.ts'
import { lacamPolicy } from '../src/policies/lacam.ts'
import { pibtPolicy, pibtSwapPolicy } from '../src/policies/pibt.ts'
import { shortestPathPolicy, shortestPathWaitingPolicy } from '../src/policies/shortest-path.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import type { GridWorlds } from '../src/worlds.ts'
import { type Cell, cellsOf, golden, worldOf } from './support/golden.ts'

const VIEW = { batch: 1, ended: new Uint8Array(1), spec: lifelong.describe({ agents: 2 }) } as unknown as View

const CONFLICT_FREE: Readonly<Record<string, (worlds: GridWorlds) => Policy>> = {
  'pibt-swap': (worlds) => pibtSwapPolicy(worlds, 'restart'),
  lacam: (worlds) =>
    lacamPolicy(worlds, 'restart', { expansions: 1, replanning: 20, objective: 'sum-of-costs' }),
  'shielded random': (worlds) => pibtShield(worlds, uniformPolicy(), 'restart'),
  'shielded shortest-path': (worlds) => pibtShield(worlds, shortestPathPolicy(worlds), 'restart'),
}

describe('what is asked for is done, since nobody is in the way of anybody', () => {
  const parameters = fc.record({
    agents: fc.integer({ min: 1, max: 24 }),
    density: fc.constantFrom(0, 0.1, 0.2),
    seed: fc.nat(1000),
    greedy: fc.boolean(),
  })
  test.each(Object.entries(CONFLICT_FREE))('%s', (_, policyOf) => {
    fc.assert(
      fc.property(parameters, ({ agents, density, seed, greedy }) => {
        const setup = { instances: 'generated', size: 9, agents, density, horizon: 25 } as const
        const { environment, worlds } = assemble(lifelong.resolve(setup), 2)
        const policy = policyOf(worlds)
        const actions = new Int32Array(2 * agents)
        environment.reset(Seed.from(seed))
        policy.begin(environment, Seed.from(seed))
        for (let t = 0; t < 40; t++) {
          policy.act(environment, actions, greedy ? 'greedy' : 'sample')
          const wanted = worlds.positions.map((cell, i) => cell + worlds.offsets[actions[i]])
          environment.step(actions)
          if (environment.ended[0] === 0) expect(worlds.positions).toEqual(wanted)
        }
      }),
      { numRuns: 60 },
    )
  })
})

test("a shield leaves an agent alone that is in nobody's way, but for obstacles", () => {
  const { environment, worlds } = assemble(
    lifelong.resolve({ instances: 'generated', size: 8, agents: 1, density: 0.3, horizon: 200 }),
    1,
  )
  const [bare, shield] = [uniformPolicy(), pibtShield(worlds, uniformPolicy(), 'restart')]
  const [asked, done] = [new Int32Array(1), new Int32Array(1)]
  environment.reset(Seed.from(3))
  bare.begin(environment, Seed.from(4))
  shield.begin(environment, Seed.from(4))
  let blocked = 0
  for (let t = 0; t < 199; t++) {
    bare.act(environment, asked, 'sample')
    shield.act(environment, done, 'sample')
    if (worlds.obstacles[worlds.positions[0] + worlds.offsets[asked[0]]] === 1) blocked++
    else expect(done).toEqual(asked)
    environment.step(done)
  }
  expect(blocked).toBeGreaterThan(0)
})

interface PibtCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly plan: readonly (readonly Cell[])[]
}

test.each(golden<{ cases: PibtCase[] }>('pogema/30_pibt_deterministic').cases)(
  'pibt, goals given once, agents staying: $name, and once more after the world was restored',
  ({ map, starts, goals, plan }) => {
    const worlds = worldOf(map, starts, goals, 1)
    const movement = new SoftMovement(worlds)
    const policy = pibtPolicy(worlds, 'nothing')
    const actions = new Int32Array(worlds.agents)
    policy.begin(VIEW, Seed.from(0))
    for (let round = 0; round < 2; round++) {
      for (const expected of plan.slice(1)) {
        policy.act(VIEW, actions, 'greedy')
        movement.move(0, actions)
        expect(cellsOf(worlds, worlds.positions)).toEqual(expected)
      }
      worlds.layMap(0, worlds.maps[0])
      starts.forEach(([row, column], a) => worlds.place(0, a, (row + 1) * worlds.stride + column + 1))
      policy.forget?.(0)
    }
  },
)

const POLICIES: Readonly<Record<string, (worlds: GridWorlds) => Policy>> = {
  'shortest-path': shortestPathPolicy,
  'shortest-path-waiting': shortestPathWaitingPolicy,
  'a-star': (worlds) => aStarPolicy(worlds, 1),
  pibt: (worlds) => pibtPolicy(worlds, 'finish'),
  'pibt-swap': (worlds) => pibtSwapPolicy(worlds, 'finish'),
  lacam: (worlds) =>
    lacamPolicy(worlds, 'finish', { expansions: 20, replanning: 1, objective: 'sum-of-costs' }),
  'pibt-shield': (worlds) => pibtShield(worlds, shortestPathPolicy(worlds), 'finish'),
}

test.each(Object.entries(POLICIES))(
  "%s: who has left the map stays away and is in nobody's way",
  (_, policyOf) => {
    const worlds = worldOf(['....'], [[0, 2], [0, 0]], [[0, 2], [0, 3]], 1) // prettier-ignore
    worlds.occupants[worlds.positions[0]] = 0
    worlds.active[0] = 0
    const movement = new SoftMovement(worlds)
    const policy = policyOf(worlds)
    const actions = Int32Array.of(-1, -1)
    policy.begin(VIEW, Seed.from(0))
    for (let column = 1; column <= 3; column++) {
      policy.act(VIEW, actions, 'sample')
      expect([...actions]).toEqual([0, 4])
      movement.move(0, actions)
    }
  },
)

test('shortest-path-waiting goes where nobody stands, or waits', () => {
  // The first agent must go down or right to its goal, the second stands below it, and then the third to its right.
  const worlds = worldOf(['...', '...'], [[0, 0], [1, 0], [0, 2]], [[1, 2], [1, 0], [0, 2]], 1) // prettier-ignore
  const policy = shortestPathWaitingPolicy(worlds)
  const actions = new Int32Array(3)
  policy.begin(VIEW, Seed.from(0))
  policy.act(VIEW, actions, 'sample')
  expect([...actions]).toEqual([4, 0, 0])
  worlds.layMap(0, worlds.maps[0])
  for (const [a, cell] of [0, 3, 1].entries()) worlds.place(0, a, worlds.frameCell(0, cell))
  policy.act(VIEW, actions, 'sample')
  expect(actions[0]).toBe(0)
})

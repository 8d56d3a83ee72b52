/** What actions mean through adapters, and what experts and datasets do there. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentDefinition,
  Seed,
  allocateActions,
  product,
  wrapEnvironment,
} from '@gauntlet/core'
import { lotSizing, oneStore, oneWarehouse } from '@gauntlet/env-inventory'
import { describe, expect, test } from 'vitest'
import { corridor } from '../../../core/test/worlds/corridor.ts'
import { satchel } from '../../../core/test/worlds/satchel.ts'
import { binsPerDimension } from '../../src/adapters/bins-per-dimension.ts'
import { centralise } from '../../src/adapters/centralise.ts'
import { discretise } from '../../src/adapters/discretise.ts'
import { flattenLegalPairs } from '../../src/adapters/flatten-legal-pairs.ts'
import { history } from '../../src/adapters/history.ts'
import { independentFactors } from '../../src/adapters/independent-factors.ts'
import { nodesAsAgents } from '../../src/adapters/nodes-as-agents.ts'
import { opponentPool } from '../../src/adapters/opponent-pool.ts'
import { relaxLogits } from '../../src/adapters/relax-logits.ts'
import { scoreOracle } from '../../src/adapters/score-oracle.ts'
import { slotsAsAgents } from '../../src/adapters/slots-as-agents.ts'
import { showdown } from '../showdown.ts'
import { tiny } from '../tiny.ts'
import { drifters } from './drifters.ts'

/** What actions through an adapter become beneath. */
async function passedOn(
  definition: EnvironmentDefinition,
  adapter: AdapterDefinition,
  actions: readonly number[],
  parameters = {},
): Promise<number[]> {
  const beneath = await definition.make(parameters, 1)
  let passed: number[] = []
  const listening = wrapEnvironment(beneath, { step: (own) => void (passed = Array.from(own)) })
  const seen = adapter.wrap(listening, { actions: ['box'] })
  seen.reset(Seed.from(1))
  const given = allocateActions(seen.spec.action, seen.spec.agents)
  given.set(actions)
  seen.step(given)
  return passed.map((value) => Math.round(value * 1e6) / 1e6)
}

describe('actions', () => {
  test('discretise goes from bound to bound, the last number first', async () => {
    // Three agents of two numbers: in [-0.5, 0.5] and in [0, 1].
    expect(await passedOn(drifters, discretise, [0, 120, 5 * 11 + 3])).toEqual([-0.5, 0, 0.5, 1, 0, 0.3])
  })

  test('bins-per-dimension gives each number its bin', async () => {
    expect(await passedOn(drifters, binsPerDimension, [0, 10, 1, 2, 5, 5])).toEqual([
      -0.5, 1, -0.4, 0.2, 0, 0.5,
    ])
  })

  test('relax-logits takes the greatest legal number, the first of those that tie', async () => {
    // In tiny agent 0 may not take choice 0 first, nor agent 1 choice 1.
    expect(await passedOn(tiny, relaxLogits, [1, 0.2, 0.3, 0.3, 0.5, 1, 0.5, -1])).toEqual([2, 0])
  })

  test('score+oracle passes on the best feasible subset', async () => {
    const beneath = await satchel.make({}, 1)
    beneath.reset(Seed.from(1))
    const offered = [0, 1, 2, 3, 4].filter((k) => beneath.actionMask![k] === 1)
    const scores = [0, 1, 2, 3, 4].map((k) => (k + 1) / 10)
    const best = offered.slice(-2)
    expect(await passedOn(satchel, scoreOracle, scores)).toEqual(
      [0, 1, 2, 3, 4].map((k) => (best.includes(k) ? 1 : 0)),
    )
  })

  test('nodes-as-agents brings shares to the bounds of each node', async () => {
    const parameters = { stores: 2, horizon: 6, warmUp: 0 }
    const warehouse = oneWarehouse as EnvironmentDefinition
    const { action } = warehouse.describe(parameters)
    const high = (action as { readonly high: readonly number[] }).high
    expect(high).toHaveLength(3)
    const spec = nodesAsAgents.adapt(warehouse.describe(parameters), { agents: 'team' })
    expect(spec).toMatchObject({ agents: 3, action: { kind: 'box', shape: [1], low: 0, high: 1 } })
    const orders = await passedOn(warehouse, nodesAsAgents, [0, 0.5, 1], parameters)
    // Each element is an edge; its node's agents come in the order of the nodes.
    const { graph } = warehouse.describe(parameters)
    const nodes = [0, 1, 2].map((k) => graph!.edges[k][1])
    const shares = nodes.map((node) => [0, 0.5, 1][nodes.toSorted().indexOf(node)])
    orders.forEach((order, k) => expect(order).toBeCloseTo(high[k] * shares[k], 4))
  })

  test('independent-factors gives each row its factor', async () => {
    const plants = lotSizing as EnvironmentDefinition
    expect(await passedOn(plants, independentFactors, [0, 1, 2, 3, 0])).toEqual([0, 1, 2, 3, 0])
  })

  test('illegal ones are refused as whoever acts knows them, and nothing moves', async () => {
    let steps = 0
    const beneath = opponentPool.wrap(await showdown.make({}, 2), {})
    const counted = wrapEnvironment(beneath, {
      step(actions) {
        steps++
        beneath.step(actions)
      },
    })
    const seen = flattenLegalPairs.wrap(counted, {})
    seen.reset(Seed.from(1))
    expect(() => seen.step(Int32Array.of(1, 4))).toThrow('world 1, agent 0: action 4')
    expect(() => seen.step(Int32Array.of(1, 9))).toThrow('world 1, agent 0: action 9')
    expect(() => seen.step(Int32Array.of(1))).toThrow('got 1 numbers, expected 2')
    expect(() => seen.step(Float32Array.of(1, 2) as never)).toThrow('expected Int32Array')
    expect(steps).toBe(0)
  })
})

/** Sums of rewards of the worlds' first agents in 10 steps by an expert. */
function earned(environment: Environment, expert: string): number[] {
  const policy = environment.expert!.policy(expert)
  const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
  const sums = Array.from({ length: environment.batch }, () => 0)
  environment.reset(Seed.from(5))
  policy.begin(environment, Seed.from(6))
  for (let t = 0; t < 10; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < sums.length; w++) sums[w] += environment.rewards[w * environment.spec.agents]
  }
  return sums
}

describe('experts', () => {
  const PLANT = { horizon: 10 }
  test.each<[string, EnvironmentDefinition, object, string, AdapterDefinition]>([
    ['relax-logits', corridor as EnvironmentDefinition, {}, 'rightward', relaxLogits],
    ['history', corridor as EnvironmentDefinition, {}, 'rightward', history],
    ['independent-factors', lotSizing as EnvironmentDefinition, PLANT, 'lazy-switching', independentFactors],
    ['slots-as-agents', lotSizing as EnvironmentDefinition, PLANT, 'lazy-switching', slotsAsAgents],
    [
      'nodes-as-agents',
      oneWarehouse as EnvironmentDefinition,
      { stores: 2, horizon: 10, warmUp: 0 },
      'base-stock',
      nodesAsAgents,
    ],
  ])('earn through %s what they earn without it', async (_, definition, parameters, expert, adapter) => {
    const name = definition.describe(parameters).experts!.find(({ name: one }) => one === expert)
      ? expert
      : definition.describe(parameters).experts![0].name
    const seen = adapter.wrap(await definition.make(parameters, 3), { history: 2, actions: ['box'] })
    const expected = earned(await definition.make(parameters, 3), name)
    earned(seen, name).forEach((sum, w) => expect(sum).toBeCloseTo(expected[w], 3))
  })

  test('decide for all at once through centralise', async () => {
    const plain = await corridor.make({}, 2)
    const expert = plain.spec.experts![0].name
    const both = (environment: Environment): number[] => {
      const policy = environment.expert!.policy(expert)
      const actions = allocateActions(environment.spec.action, 2 * environment.spec.agents)
      environment.reset(Seed.from(5))
      policy.begin(environment, Seed.from(6))
      policy.act(environment, actions, 'sample')
      return Array.from(actions)
    }
    expect(both(centralise.wrap(await corridor.make({}, 2), {}))).toEqual(both(plain))
  })

  test('choose in turns what they choose at once', async () => {
    const seen = slotsAsAgents.wrap(opponentPool.wrap(await showdown.make({}, 2), {}), {})
    const policy = seen.expert!.policy('low')
    const actions = allocateActions(seen.spec.action, 4)
    seen.reset(Seed.from(1))
    policy.begin(seen, Seed.from(2))
    policy.act(seen, actions, 'greedy')
    const first = Array.from(actions)
    seen.step(actions)
    policy.act(seen, actions, 'greedy')
    expect([first[0], actions[1]]).toEqual([0, 1])
    expect(() => seen.step(actions)).not.toThrow()
  })
})

test('a dataset is shown by the nearest choices', async () => {
  const parameters = { horizon: 20, warmUp: 0 }
  const plain = await oneStore.make(parameters, 1)
  const seen = discretise.wrap(await oneStore.make(parameters, 1), {})
  const rows = 30
  const size = product(plain.spec.observation.shape)
  const columns = (environment: Environment) => ({
    observations: new Float32Array(rows * size),
    actions: allocateActions(environment.spec.action, rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(rows * size),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows),
  })
  const [own, shown] = [columns(plain), columns(seen)]
  plain.dataset!.read(0, rows, own)
  seen.dataset!.read(0, rows, shown)
  const { high } = plain.spec.action as { readonly high: readonly number[] }
  expect(shown.observations).toEqual(own.observations)
  expect(Array.from(shown.actions)).toEqual(
    Array.from(own.actions, (order) => Math.round((order / high[0]) * 10)),
  )
})

test('a dataset of a game is shown to a side', async () => {
  const game = await showdown.make({}, 1)
  const logged = wrapEnvironment(game, {
    spec: { ...game.spec, faces: [...game.spec.faces, 'dataset'] },
    dataset: {
      size: 2,
      read: (_from, _count, { actions, rewards }) => {
        actions.set([2, 1, 0, 2])
        rewards.set([-1, 1])
      },
    },
  })
  const seen = flattenLegalPairs.wrap(opponentPool.wrap(logged, {}), {})
  const columns = {
    observations: new Float32Array(2),
    actions: new Int32Array(2),
    rewards: new Float32Array(2),
    nextObservations: new Float32Array(2),
    terminated: new Uint8Array(2),
    propensities: new Float64Array(2),
  }
  seen.dataset!.read(0, 2, columns)
  expect(seen.spec.faces).toContain('dataset')
  expect([columns.actions, columns.rewards]).toEqual([Int32Array.of(7, 2), Float32Array.of(-1, 1)])
})

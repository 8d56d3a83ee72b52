import { describe, expect, test } from 'vitest'
import { type Environment, Seed, allocateActions, exp } from '@gauntlet/core'
import { capacity } from '../../src/coupled/capacity.ts'
import { drawChainArms } from '../../src/coupled/chain-arms.ts'
import { nextReward } from '../../src/coupled/coupled-problem.ts'
import { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { InterventionSets } from '../../src/coupled/intervention-sets.ts'
import { interventions } from '../../src/coupled/interventions.ts'
import { LinkResponse, drawLinks } from '../../src/coupled/link-response.ts'
import { routing } from '../../src/coupled/routing.ts'
import { TUBE_NETWORKS } from '../../src/coupled/tube-networks.ts'
import { SMALL } from './environments.ts'

/** Arm states as the observation tells them. */
function statesOf({ observations }: Environment, arms: number): number[] {
  return Array.from({ length: arms }, (_, j) => observations.subarray(4 * j, 4 * j + 4).indexOf(1))
}

describe.each(SMALL)('%s', (_, definition, parameters) => {
  test('the myopic expert’s expected reward is the greatest of all feasible subsets', async () => {
    const one = { ...parameters, horizon: 1 }
    const environment = await definition.make(one)
    for (let n = 0; n < 20; n++) {
      const key = Seed.from(4).fold(n)
      const expectedOf = (subset: Uint8Array): number => {
        environment.reset(Seed.from(1), () => ({ key }))
        environment.step(subset)
        return environment.metrics[0]
      }
      environment.reset(Seed.from(1), () => ({ key }))
      const policy = environment.expert!.policy('myopic')
      const chosen = allocateActions(environment.spec.action, 1) as Uint8Array
      policy.begin(environment, Seed.from(1))
      policy.act(environment, chosen, 'greedy')
      const values = environment.feasible!.enumerate(0, 0, 10_000)!.map((subset) => expectedOf(subset))
      expect(expectedOf(chosen)).toBeCloseTo(Math.max(...values), 9)
    }
  })

  test('the iterative expert takes, one by one, what gains most and stays within a feasible subset', async () => {
    const environment = await definition.make({ ...parameters, horizon: 1 })
    const feasible = environment.feasible!.enumerate(0, 0, 10_000)!
    const begins = (subset: Uint8Array): boolean =>
      feasible.some((other) => subset.every((bit, k) => bit <= other[k]))
    for (let n = 0; n < 10; n++) {
      const key = Seed.from(4).fold(n)
      const expectedOf = (subset: Uint8Array): number => {
        environment.reset(Seed.from(1), () => ({ key }))
        environment.step(subset)
        return environment.metrics[0]
      }
      environment.reset(Seed.from(1), () => ({ key }))
      const policy = environment.expert!.policy('iterative-myopic')
      const chosen = allocateActions(environment.spec.action, 1) as Uint8Array
      policy.begin(environment, Seed.from(1))
      policy.act(environment, chosen, 'greedy')
      expect(environment.feasible!.isFeasible(0, 0, chosen)).toBe(true)
      const larger = (subset: Uint8Array): Uint8Array[] =>
        Array.from(subset.keys())
          .filter((k) => subset[k] === 0)
          .map((k) => subset.with(k, 1))
          .filter((other) => begins(other))
      // Under interventions what is not whole cannot be played, so that only the last is held against others.
      let greedy: Uint8Array = chosen.map(() => 0)
      if (!environment.feasible!.isFeasible(0, 0, greedy)) continue
      for (;;) {
        const best = [greedy, ...larger(greedy)].reduce((p, q) => (expectedOf(q) > expectedOf(p) ? q : p))
        if (best === greedy) break
        greedy = best
      }
      expect(chosen).toEqual(greedy)
    }
  })

  test('rewards paid have the expected rewards for their mean', async () => {
    const environment = await definition.make(parameters, 50)
    const actions = allocateActions(environment.spec.action, 50)
    const policy = environment.expert!.policy('myopic')
    const differences: number[] = []
    environment.reset(Seed.from(8))
    policy.begin(environment, Seed.from(8))
    while (differences.length < 1000) {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      for (let w = 0; w < 50; w++) {
        if (environment.ended[w] === 1) {
          differences.push(environment.metrics[2 * w + 1] - environment.metrics[2 * w])
          expect(environment.metrics[2 * w + 1]).toBeCloseTo(
            environment.returns[w] / environment.lengths[w],
            5,
          )
        }
      }
    }
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length
    const squares = differences.reduce(
      (sum, difference) => sum + (difference - mean) * (difference - mean),
      0,
    )
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(squares / differences.length / differences.length))
    expect(squares).toBeGreaterThan(0)
  })

  test('all policies meet the same starts and the same noise', async () => {
    const environment = await definition.make({ ...parameters, horizon: 50 })
    const { observation, graph } = environment.spec
    const arms = (observation.shape[0] - 1) / 4
    const subsets = environment.feasible!.enumerate(0, 0, 10_000)!
    const pair = [subsets[0], subsets.at(-1)!]
    const { length: elements } = pair[0]
    const differs = (k: number): boolean => pair[0][k] !== pair[1][k]
    // Where elements are no arms, those whose interventions differ.
    const unlike = (j: number): boolean =>
      elements === arms ? differs(j) : graph!.edges.some(([k, node]) => node === elements + j && differs(k))
    const alike = [...new Uint8Array(arms).keys()].filter((j) => !unlike(j))
    expect(alike.length).toBeGreaterThan(0)
    for (let n = 0; n < 20; n++) {
      const runs = pair.map((subset) => {
        environment.reset(Seed.from(n))
        const seen = [statesOf(environment, arms).join()]
        for (let t = 0; t < 5; t++) {
          environment.step(subset)
          const states = statesOf(environment, arms)
          seen.push(alike.map((j) => states[j]).join())
        }
        return seen
      })
      expect(runs[0]).toEqual(runs[1])
    }
  })
})

test('the arm model says how arms move and what they are expected to pay', async () => {
  const environment = await capacity.make({ arms: 5, budget: 2, horizon: 1, startProbability: 0 })
  const { arms, transitions, rewards, armStates } = environment.armModel!
  for (let row = 0; row < arms * 2 * 4; row++) {
    const sum = transitions
      .subarray(4 * row, 4 * row + 4)
      .reduce((total, probability) => total + probability, 0)
    expect(sum).toBeCloseTo(1, 12)
  }
  environment.reset(Seed.from(1))
  const states = new Int32Array(arms)
  armStates(states)
  expect([...states]).toEqual(statesOf(environment, arms))
  const subset = environment.feasible!.enumerate(0, 0, 1000)!.at(-1)!
  environment.step(subset)
  const expected = states.reduce((sum, state, j) => sum + rewards[(2 * j + subset[j]) * 4 + state], 0)
  expect(environment.metrics[0]).toBeCloseTo(expected, 12)
})

test('interventions add up in the sigmoid, exactly', () => {
  const { interventions: count, linked, ups } = drawLinks(Seed.from(2).stream(), 'links', 20, 10, 5)
  for (let j = 0; j < 20; j++) {
    const row = Array.from(ups.subarray(j * (count + 1), (j + 1) * (count + 1)))
    expect(row[0]).toBeCloseTo(0.01, 12)
    expect(row.every((up, n) => up <= 0.99 && (n === 0 || up >= row[n - 1]))).toBe(true)
    if (j < 10) expect(row[2] - row[1]).toBeLessThan(row[1] - row[0])
    else expect(row[2] - row[1]).toBeGreaterThan(row[1] - row[0])
  }
  for (let i = 0; i < count; i++) {
    const arms = Array.from({ length: 20 }, (_, j) => j).filter((j) => linked[j * count + i] === 1)
    expect(arms.length).toBe(3)
    expect(new Set(arms.map((j) => j < 10)).size).toBe(1)
  }
  const sigmoid = (x: number): number => 1 / (1 + exp(-x))
  const curves = [0.7, 0.8, 0.9, 1].flatMap((a) =>
    [1.4, 1.5, 1.6, 1.7, 1.8, 1.9].flatMap((b) =>
      [9, 10].map((x) => 0.98 * a * (sigmoid(6 * b - x) - sigmoid(-x)) + 0.01),
    ),
  )
  const up = ups[19 * (count + 1) + 2]
  expect(Math.min(...curves.map((curve) => Math.abs(curve - up)))).toBeLessThan(1e-12)
})

test('the myopic choice of interventions is as good by HiGHS as by table', { timeout: 30_000 }, async () => {
  const arms = drawChainArms(Seed.from(6).stream(), 20, 5)
  const response = new LinkResponse(arms, drawLinks(Seed.from(2).stream(), 'links', 20, 10, 5), 'links')
  const family = new InterventionSets(10, 5)
  const stream = Seed.from(1).stream()
  const ups = new Float64Array(20)
  const table = await FeasibleSets.make('table', family, 0)
  const search = await FeasibleSets.make('search', family, 0, 0)
  for (let n = 0; n < 10; n++) {
    const states = Uint8Array.from({ length: 20 }, () => stream.integer(4))
    const [best, found] = [table, search].map((sets) => {
      const subset = new Uint8Array(10)
      response.myopic(sets, states, 0, subset, 0)
      response.ups(subset, 0, ups)
      return ups.reduce((sum, up, j) => sum + nextReward(arms, j, states[j], up), 0)
    })
    expect(found).toBeCloseTo(best, 6)
  }
})

test('what does not go together is refused by its field', async () => {
  await expect(routing.make({ arms: 21 })).rejects.toThrow(
    'bandits/routing.arms: got 21, expected one of 20, 40, 60, 80, 100 where network is tube',
  )
  await expect(interventions.make({ budget: 10 })).rejects.toThrow(
    'bandits/interventions.budget: got 10, expected fewer than the 10 interventions',
  )
  await expect(interventions.make({ arms: 6 })).rejects.toThrow(/^bandits\/interventions\.arms: got 6/)
  const environment = await interventions.make()
  expect(() => environment.expert!.policy('null')).toThrow(
    'bandits/interventions: got expert null, expected one of myopic, iterative-myopic, sampling',
  )
})

test('the tube’s networks are connected and without loops', () => {
  expect(TUBE_NETWORKS.map(({ nodes, edges }) => [nodes, edges.length])).toEqual([
    [20, 29],
    [40, 56],
    [60, 82],
    [80, 108],
    [100, 133],
  ])
  for (const { nodes, edges } of TUBE_NETWORKS) {
    const reached = new Set([0])
    for (let n = 0; n < nodes; n++) {
      for (const [tail, head] of edges) {
        if (reached.has(tail) || reached.has(head)) reached.add(tail).add(head)
      }
    }
    expect(reached.size).toBe(nodes)
    expect(edges.every(([tail, head]) => tail < head)).toBe(true)
  }
})

import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { assemble, lifelong } from '../src/lifelong.ts'
import { scenarioOf } from './support/golden.ts'
import { evaluate } from '../../core/test/support/evaluate.ts'

test('shortest-path alone on a map takes as many steps as the way is long', () => {
  const map = ['.....', '.###.', '...#.', '.#.#.', '.#...']
  const file = scenarioOf(map, [[0, 0]], [[[3, 2], [0, 4], [0, 0]]]) // prettier-ignore
  const parameters = lifelong.resolve({ instances: 'scenario-file', file, agents: 1, horizon: 100 })
  const { environment } = assemble(parameters, 1)
  const policy = environment.expert!.policy('shortest-path')
  const actions = new Int32Array(1)
  const arrivals: number[] = []
  environment.reset(Seed.from(0))
  policy.begin(environment, Seed.from(0))
  for (let t = 1; t <= 16; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    if (environment.rewards[0] === 1) arrivals.push(t)
  }
  expect(arrivals).toEqual([5, 12, 16])
})

test('an agent that is given the cell on which it stands waits there and is paid again', () => {
  const file = scenarioOf(['...'], [[0, 0]], [[[0, 1], [0, 1], [0, 2]]]) // prettier-ignore
  for (const name of ['shortest-path', 'pibt']) {
    const { environment } = assemble(
      lifelong.resolve({ instances: 'scenario-file', file, agents: 1, horizon: 3 }),
      1,
    )
    const policy = environment.expert!.policy(name)
    const actions = new Int32Array(1)
    environment.reset(Seed.from(0))
    policy.begin(environment, Seed.from(0))
    const taken = [0, 1, 2].map(() => {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      return actions[0]
    })
    expect(taken).toEqual([4, 0, 4])
    expect(environment.metrics[0]).toBe(1)
  }
})

/** Measured by an independent PIBT on the 128 scenarios: 1.8271. Runs differ by a standard deviation of about 0.015. */
test('PIBT reaches the throughput of another implementation, shortest-path falls far behind', async () => {
  const pibt = await evaluate(
    lifelong,
    { agents: 32 },
    (environment) => environment.expert!.policy('pibt'),
    128,
  )
  expect(Math.abs(pibt.mean - 1.8271)).toBeLessThan(0.06)
  const single = await evaluate(
    lifelong,
    { agents: 32 },
    (environment) => environment.expert!.policy('shortest-path'),
    32,
  )
  expect(single.mean).toBeLessThan(0.5)
})

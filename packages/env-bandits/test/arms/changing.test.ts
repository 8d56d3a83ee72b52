/** Arms whose means change. */
import { readFileSync } from 'node:fs'
import { type Environment, Seed, allocateActions } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { drifting } from '../../src/arms/drifting.ts'
import { switching } from '../../src/arms/switching.ts'
import { policyOf, regretOf } from './runs.ts'

type Row = Readonly<Record<string, readonly [mean: number, standardError: number]>>
const golden: Readonly<Record<string, Row>> = JSON.parse(
  readFileSync(new URL('../golden/switching-mc.json', import.meta.url), 'utf8'),
)

// 60 episodes each, of at most 300 golden ones.
describe('dynamic regret agrees with another implementation within 4 standard errors', () => {
  test.each<[name: string, id: string, configuration: object]>([
    ['ucb_xi', 'ucb', { alpha: 1.2 }],
    ['ucb1', 'ucb1', {}],
    ['d_ucb', 'discounted-ucb', {}],
    ['sw_ucb', 'sliding-window-ucb', {}],
    ['ts_beta', 'thompson', {}],
    ['discounted_ts_0.99', 'discounted-thompson', {}],
  ])('%s', { timeout: 60_000 }, async (name, id, configuration) => {
    const { mean, standardError } = await regretOf(id, {}, 60, 60, configuration, switching)
    const [expected, error] = golden[name]['10000']
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.hypot(standardError, error))
  })
})

/** The dynamic regret of always pulling one arm. */
async function regretOfArm(environment: Environment, arm: number, horizon: number): Promise<number> {
  const actions = allocateActions(environment.spec.action, 1)
  actions.fill(arm)
  environment.reset(Seed.from(1))
  for (let t = 0; t < horizon; t++) environment.step(actions)
  return environment.metrics[0]
}

test('regret is to the best mean of each step', async () => {
  const environment = await switching.make({ means: [0.5, 0.2, 0.1, 0.9], changes: [3], horizon: 10 })
  expect(await regretOfArm(environment, 0, 10)).toBeCloseTo(7 * 0.8, 12)
  expect(await regretOfArm(environment, 1, 10)).toBeCloseTo(3 * 0.3, 12)
})

test('waves pass from arm to arm', async () => {
  const parameters = { arms: 4, drift: 'waves', waves: 1, horizon: 1000 } as const
  const environment = await drifting.make(parameters)
  const oracle = environment.expert!.policy('oracle')
  const actions = new Int32Array(1)
  const best: number[] = []
  environment.reset(Seed.from(1))
  for (let t = 0; t < 1000; t++) {
    oracle.act(environment, actions, 'greedy')
    if (best.at(-1) !== actions[0]) best.push(actions[0])
    environment.step(actions)
  }
  expect(environment.metrics[0]).toBe(0)
  expect(best).toEqual([1, 0, 3, 2, 1])
})

test('walks stay in [0, 1], differ from world to world, and are the same whatever is pulled', async () => {
  const environment = await drifting.make({ arms: 3, drift: 'walk', deviation: 0.3, horizon: 400 }, 2)
  const seen = async (id: string): Promise<string[]> => {
    const policy = await policyOf(id, environment)
    const actions = allocateActions(environment.spec.action, 2)
    environment.reset(Seed.from(3))
    policy.begin(environment, Seed.from(3))
    const means: string[] = []
    for (let t = 0; t < 100; t++) {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      for (const w of [0, 1])
        means.push(
          environment
            .renderText(w)
            .split('\n')
            .slice(2)
            .map((line) => line.slice(6, 12))
            .join(),
        )
    }
    return means
  }
  const means = await seen('random')
  expect(await seen('ucb1')).toEqual(means)
  expect(means.filter((_, k) => k % 2 === 0)).not.toEqual(means.filter((_, k) => k % 2 === 1))
  for (const mean of means.flatMap((row) => row.split(',').map(Number))) {
    expect(mean).toBeGreaterThanOrEqual(0)
    expect(mean).toBeLessThanOrEqual(1)
  }
})

test.each<[parameters: object, message: string]>([
  [
    { means: [0.5, 0.2, 0.1], changes: [3] },
    'bandits/switching.means: got [0.5,0.2,0.1], expected 2 times as many',
  ],
  [{ means: [0.5, 0.2], changes: [3] }, 'bandits/switching.means: got [0.5,0.2], expected 2 times as many'],
  [
    { means: [1, 0, 1, 0, 1, 0], changes: [3, 3] },
    'bandits/switching.changes[1]: got 3, expected more than 3',
  ],
  [{ changes: [3, 4.5] }, 'bandits/switching.changes[1]: got 4.5, expected a whole number of at least 1'],
])('%o is refused', (parameters, message) => {
  expect(() => switching.describe(parameters)).toThrow(message)
})

import { describe, expect, test } from 'vitest'
import { type Environment, ParameterError, Seed, allocateActions } from '@gauntlet/core'
import { expectRefused } from '../contracts.ts'
import { greedyAverage } from '../../src/recovering/greedy.ts'
import { IdleChain } from '../../src/recovering/idle-chain.ts'
import { planPeriodic } from '../../src/recovering/periodic-planner.ts'
import { bestPeriodicSchedule } from '../../src/recovering/periodic-search.ts'
import { algorithms } from '../../src/recovering/recovering-plugin.ts'
import { recoveringUcb } from '../../src/recovering/recovering-ucb.ts'
import { recovering } from '../../src/recovering/recovering.ts'
import { upperBound } from '../../src/recovering/upper-bound.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'

const seed = Seed.from(3)

describe('what is refused', () => {
  test.each([
    [{ lengths: [5, 4] }, 'bandits/recovering.curves: got 15 numbers, expected 9, the sum of lengths'],
    [{ lengths: [0, 15] }, 'bandits/recovering.lengths[0]: got 0, expected'],
    [{ curves: [0.5, 0.4, 1, 1], lengths: [1, 3] }, undefined],
    [
      { curves: [0.5, 0.4, 1, 0.9], lengths: [1, 3] },
      'bandits/recovering.curves: arm 1: got 0.9 after 3 idle steps, expected at least the 1 after 2',
    ],
    [{ curves: [0.1, -0.2], lengths: [1, 1] }, 'bandits/recovering.curves[1]: got -0.2, expected'],
    [{ budget: 4 }, 'bandits/recovering.budget: got 4, expected at most the number of arms, 3'],
    [
      { curves: [0.1, 1.2], lengths: [1, 1], noise: 'bernoulli' as const },
      'bandits/recovering.curves[1]: got 1.2, expected a chance, at most 1, as noise is bernoulli',
    ],
  ])('%j', (parameters, message) => {
    if (message === undefined) return void expect(recovering.describe(parameters).agents).toBe(1)
    expect(() => recovering.describe(parameters)).toThrow(ParameterError)
    expect(() => recovering.describe(parameters)).toThrow(message)
  })

  test('a subset beyond the budget, an expert of no such name, a snapshot of other arms', async () => {
    const environment = await recovering.make({}, 2)
    environment.reset(seed)
    expect(() => environment.step(Uint8Array.of(0, 0, 0, 1, 0, 1))).toThrow(
      'world 1, agent 0: action "101" is not legal; expected at most 1 of 3 arms',
    )
    expect(() => environment.expert!.policy('oracle')).toThrow('got expert oracle, expected one of periodic')
    expectRefused(environment, [{ idle: Int32Array.of(6, 1, 1) }, { elapsed: Int32Array.of(1000) }])
  })
})

test('solvers refuse curves that fall, are empty or no numbers, and budgets and periods that are none', () => {
  const curves = (...values: number[][]): Float64Array[] => values.map((curve) => Float64Array.from(curve))
  const falling = curves([0.5], [1, 0.5])
  const fall = 'curves: arm 1: got 0.5 after 2 idle steps, expected at least the 1 after 1'
  const set = new BudgetSet(2, 1, 'at-most')
  for (const solve of [
    () => upperBound(falling, 1),
    () => planPeriodic(falling, 1),
    () => bestPeriodicSchedule(falling, 1, 4),
    () => greedyAverage(falling, set),
    () => new IdleChain(falling, set),
  ]) {
    expect(solve).toThrow(ParameterError)
    expect(solve).toThrow(fall)
  }
  expect(() => upperBound(curves([]), 1)).toThrow('curves[0]: got [], expected at least one number')
  expect(() => upperBound(curves([NaN]), 1)).toThrow('curves: arm 0: got NaN after 1 idle steps')
  expect(() => upperBound(curves([1]), -1)).toThrow('budget: got -1, expected a number of at least 0')
  expect(() => planPeriodic(curves([1]), 1.5)).toThrow('budget: got 1.5, expected a whole number')
  expect(() => bestPeriodicSchedule(curves([1]), 1, 0)).toThrow('longest: got 0, expected a whole number')
  expect(() => new IdleChain(curves([1]), set)).toThrow(
    'set: got "at most 1 of 2 arms", expected subsets of 1',
  )
})

describe('an episode', () => {
  test('pays by idle time and shows it', async () => {
    const environment = await recovering.make({
      curves: [0.25, 0.5, 1, 0.5, 0.75],
      lengths: [3, 2],
      budget: 2,
      horizon: 4,
    })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([1, 0, 0, Math.fround(2 / 3), 0, 0, 0])
    const seen: number[] = []
    const third = Math.fround(1 / 3)
    for (const [first, second] of [
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      environment.step(Uint8Array.of(first, second))
      seen.push(environment.rewards[0])
    }
    expect(seen).toEqual([1, 0.75, 0.5 + 0.5])
    expect([...environment.observations]).toEqual([third, 1, 0.5, third, 1, 0.5, 0.75])
    expect(environment.renderText(0)).toBe(
      [
        // envelopes: 1/3 from the first arm every three steps, 0.5 from the second in every step
        `bandits/recovering  step 3 of 4  regret ${(3 * (1 / 3 + 0.5) - 2.75).toFixed(2)}`,
        '>   0  #######.............  idle 1, pays 0.250',
        '>   1  ##########..........  idle 1, pays 0.500',
      ].join('\n'),
    )
    environment.step(Uint8Array.of(0, 0))
    expect(environment.metrics[0]).toBeCloseTo(4 * (1 / 3 + 0.5) - 2.75, 12)
    expect([...environment.metrics.subarray(1)]).toEqual([2.75 / 4, 1])
    expect(environment.terminated[0]).toBe(1)
  })

  test.each(['bernoulli' as const, 'normal' as const])(
    '%s noise has the mean of the curve',
    async (noise) => {
      const environment = await recovering.make(
        { curves: [0.3], lengths: [1], noise, deviation: 0.5, horizon: 2000 },
        10,
      )
      environment.reset(seed)
      let sum = 0
      let squares = 0
      for (let t = 0; t < 1000; t++) {
        environment.step(new Uint8Array(10).fill(1))
        for (const reward of environment.rewards) {
          sum += reward
          squares += reward * reward
        }
      }
      const mean = sum / 10_000
      const variance = noise === 'bernoulli' ? 0.3 * 0.7 : 0.25
      expect(Math.abs(mean - 0.3)).toBeLessThan(4 * Math.sqrt(variance / 10_000))
      expect(squares / 10_000 - mean * mean).toBeCloseTo(variance, 1)
    },
  )
})

/** Mean of the first metric, regret, over one episode of each world. */
async function regretOf(environment: Environment, id: string, configuration?: object): Promise<number> {
  const algorithm = algorithms.find((candidate) => candidate.id === `bandits/${id}`)!
  const { policy } = await algorithm.create({
    spec: environment.spec,
    seed,
    backend: 'wasm',
    ...(configuration !== undefined && { configuration }),
  })
  const actions = allocateActions(environment.spec.action, environment.batch)
  environment.reset(seed)
  policy.begin(environment, seed)
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
  }
  let sum = 0
  for (let w = 0; w < environment.batch; w++) sum += environment.metrics[3 * w]
  return sum / environment.batch
}

describe('policies', () => {
  const small = Object.keys(recovering.settings).filter((name) => !/noisy|chances/.test(name))

  test.each(small)('the optimum of %s is what the setting says, and nobody beats it', async (name) => {
    const { parameters, references } = recovering.settings[name]
    const environment = await recovering.make(parameters)
    const best = await regretOf(environment, 'optimal-recovery')
    expect(best).toBeCloseTo(references.best.score, 6)
    for (const id of ['periodic', 'greedy-recovery', 'recovering-ucb']) {
      const regret = await regretOf(environment, id)
      expect(regret, id).toBeGreaterThan(best - 1e-6)
      expect(regret, id).toBeLessThan(references.random.score)
    }
  })

  test('learning comes near the plan that knows the curves, and the nearer the longer', async () => {
    const { parameters } = recovering.settings['noisy-4']
    const shares: number[] = []
    for (const horizon of [500, 8000]) {
      const environment = await recovering.make({ ...parameters, horizon }, 4)
      const plan = await regretOf(environment, 'periodic')
      shares.push(((await regretOf(environment, 'recovering-ucb')) - plan) / horizon)
    }
    expect(shares[1]).toBeLessThan(0.5 * shares[0])
    expect(shares[1]).toBeGreaterThan(0)
  })

  test('learning starts over in a world that it forgets', async () => {
    const environment = await recovering.make({ noise: 'normal' }, 2)
    const { policy } = await recoveringUcb.create({ spec: environment.spec, seed, backend: 'wasm' })
    const actions = new Uint8Array(6)
    environment.reset(seed)
    policy.begin(environment, seed)
    const run = (): string =>
      Array.from({ length: 150 }, () => {
        policy.act(environment, actions, 'greedy')
        environment.step(actions)
        return actions.subarray(0, 3).join('')
      }).join(' ')
    const first = run()
    environment.instance!.restart(0, environment.instance!.current(0))
    policy.forget!(0)
    expect(run()).toBe(first)
  })
})

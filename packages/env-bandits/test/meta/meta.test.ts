import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ParameterError, Seed, settingOf } from '@gauntlet/core'
import { expectRefused, rolloutDigests } from '../contracts.ts'
import { BayesOptimal } from '../../src/meta/bayes-optimal.ts'
import { algorithms } from '../../src/meta/meta-plugin.ts'
import { meta } from '../../src/meta/meta.ts'
import { episodeMetrics, policyFor, summaryOf } from '../episodes.ts'

const seed = Seed.from(7)

test.each([
  [{ arms: 1 }, 'bandits/meta.arms: got 1'],
  [{ pulls: 0 }, 'bandits/meta.pulls: got 0'],
  [{ memory: -1 }, 'bandits/meta.memory: got -1'],
  [{ alpha: 0 }, 'bandits/meta.alpha: got 0'],
])('%j are refused with path, value and what is allowed', (parameters, message) => {
  expect(() => meta.describe(parameters)).toThrow(ParameterError)
  expect(() => meta.describe(parameters)).toThrow(message)
})

describe('Bayes-optimal play', () => {
  const golden: Readonly<Record<string, number>> = JSON.parse(
    readFileSync(new URL('../golden/meta-bayes-optimal.json', import.meta.url), 'utf8'),
  )

  test.each(Object.entries(golden))('of %s pulls of two arms is worth the golden %f', (pulls, value) => {
    const optimal = new BayesOptimal(2, Number(pulls), 1, 1)
    expect(Math.abs(optimal.value([0, 0], [0, 0]) - value)).toBeLessThan(1e-6)
  })

  test('agrees with one-step and two-step sums by hand', () => {
    expect(new BayesOptimal(3, 1, 2, 1).value([0, 0, 0], [0, 0, 0])).toBeCloseTo(2 / 3, 14)
    // A success is followed by the same arm (mean 2 / 3), a failure by another (mean 1 / 2).
    expect(new BayesOptimal(2, 2, 1, 1).value([0, 0], [0, 0])).toBeCloseTo(0.5 + (2 / 3 + 1 / 2) / 2, 14)
  })

  test('prefers an unknown arm to one as good on average, while pulls are left', () => {
    const optimal = new BayesOptimal(2, 10, 1, 1)
    expect(optimal.bestArm([2, 0], [2, 0])).toBe(1)
    expect(optimal.bestArm([0, 2], [0, 2])).toBe(0)
    expect(optimal.bestArm([3, 0], [0, 0])).toBe(0)
  })

  test.each([
    [() => new BayesOptimal(2, 2.5, 1, 1), 'BayesOptimal.pulls: got 2.5'],
    [() => new BayesOptimal(2, 2, -1, 1), 'BayesOptimal.alpha: got -1, expected a finite number above 0'],
    [() => new BayesOptimal(2, 2, 1, 1).value([0, 0, 0], [0, 0, 0]), 'BayesOptimal: successes: got [0,0,0]'],
    [() => new BayesOptimal(2, 2, 1, 1).value([0, 0], [0, -1]), 'BayesOptimal: failures: got [0,-1]'],
    [() => new BayesOptimal(2, 2, 1, 1).value([2, 1], [0, 0]), 'got "3 pulls made", expected at most 2'],
    [() => new BayesOptimal(2, 2, 1, 1).bestArm([2, 0], [0, 0]), 'got "2 pulls made", expected at most 1'],
  ])('%#: counts that are none, or more than the pulls, are refused', (run, message) => {
    expect(run).toThrow(ParameterError)
    expect(run).toThrow(message)
  })

  test('refuses a long block before the stack overflows', () => {
    expect(() => new BayesOptimal(2, 9000, 1, 1)).toThrow(
      '9000 pulls of 2 arms have more than 2000000 states',
    )
  })

  test('refuses what has too many states', () => {
    expect(() => new BayesOptimal(10, 100, 1, 1)).toThrow(
      '100 pulls of 10 arms have more than 2000000 states',
    )
  })
})

describe('a world', () => {
  test('shows the last pulls, newest first, and where blocks begin', async () => {
    const environment = await meta.make({ pulls: 2, blocks: 2, memory: 2 })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1])
    environment.step(Int32Array.of(1))
    const first = environment.rewards[0]
    expect([...environment.observations]).toEqual([0, 1, first, 1, 0, 0, 0, 0, 0])
    environment.step(Int32Array.of(0))
    const second = environment.rewards[0]
    expect([...environment.observations]).toEqual([1, 0, second, 0, 0, 1, first, 1, 1])
    environment.step(Int32Array.of(0))
    const third = environment.rewards[0]
    expect([...environment.observations]).toEqual([1, 0, third, 1, 1, 0, second, 0, 0])
    environment.step(Int32Array.of(1))
    expect(environment.terminated[0]).toBe(1)
    expect(environment.metrics[1]).toBe(environment.returns[0])
  })

  test('draws new means in every block, uniform where alpha and beta are 1', async () => {
    const environment = await meta.make({ pulls: 1, blocks: 200, memory: 0 }, 50)
    const metrics = episodeMetrics(environment, environment.expert!.policy('oracle'), seed)
    const { mean, standardError } = summaryOf(metrics('reward'))
    expect(Math.abs(mean - (200 * 2) / 3)).toBeLessThan(4 * standardError)
    expect(new Set(metrics('regret'))).toEqual(new Set([0]))
  })

  test('pays uniform and Bayes-optimal play what their references say', async () => {
    for (const name of ['two-20', 'five-10']) {
      const { parameters, references } = settingOf(meta, name)
      const environment = await meta.make(parameters, 400)
      for (const [policy, score] of [
        [await policyFor(undefined, environment), references.random.score],
        [environment.expert!.policy('bayes-optimal'), references.best.score],
      ] as const) {
        const { mean, standardError } = summaryOf(episodeMetrics(environment, policy, seed)('regret'))
        expect(Math.abs(mean - score)).toBeLessThan(4 * standardError)
      }
    }
  })

  test('ranks players of a block: optimal before posterior sampling before uniform', async () => {
    const environment = await meta.make(settingOf(meta, 'five-20').parameters, 200)
    const regretOf = (name: string): number =>
      summaryOf(episodeMetrics(environment, environment.expert!.policy(name), seed)('regret')).mean
    const [optimal, thompson, greedy] = ['bayes-optimal', 'thompson', 'greedy'].map(regretOf)
    expect(optimal).toBeLessThan(thompson)
    expect(optimal).toBeLessThan(greedy)
    expect(thompson).toBeLessThan(settingOf(meta, 'five-20').references.random.score)
  })

  test('refuses a snapshot of other blocks, and other experts', async () => {
    const environment = await meta.make({ pulls: 3 })
    environment.reset(seed)
    expectRefused(environment, [
      { means: new Float64Array(3) },
      { arms: new Int32Array(20).fill(2) },
      { streams: 1 },
    ])
    expect(() => environment.expert!.policy('best')).toThrow('got expert best, expected one of bayes-optimal')
    const thompson = environment.expert!.policy('thompson')
    expect(() => thompson.act(environment, new Int32Array(1), 'greedy')).toThrow(
      'bandits/meta: thompson: act before begin',
    )
  })

  test('is drawn block by block', async () => {
    const environment = await meta.make({ pulls: 3, blocks: 2 })
    environment.reset(seed)
    for (const arm of [1, 1, 0, 0]) environment.step(Int32Array.of(arm))
    expect(environment.renderText(0)).toContain('bandits/meta  block 2 of 2  step 1 of 3')
    expect(environment.renderSvg(0)).toContain('block 2 of 2')
  })
})

test('roll-outs are those of the frozen digests', async () => {
  const digests = await rolloutDigests(meta, algorithms, { pulls: 6, blocks: 5 }, 3, 70)
  await expect(digests).toMatchFileSnapshot('../golden/meta-digests.json')
})

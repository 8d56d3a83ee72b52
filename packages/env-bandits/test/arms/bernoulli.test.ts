import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Environment, ParameterError, Seed, normalisedScore, settingOf } from '@gauntlet/core'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { expectRefused } from '../contracts.ts'
import { policyOf } from './runs.ts'

const seed = Seed.from(7)
const bounds: Record<string, { means: number[]; lai_robbins: number }> = JSON.parse(
  readFileSync(new URL('../golden/lower-bounds.json', import.meta.url), 'utf8'),
)

describe('parameters', () => {
  test.each([
    [{ means: [0.5] }, 'bandits/bernoulli.means: got [0.5], expected'],
    [{ means: [0.5, 1.5] }, 'bandits/bernoulli.means[1]: got 1.5, expected'],
    [{ means: [0.5, -0.1] }, 'bandits/bernoulli.means[1]: got -0.1, expected'],
    [{ means: [0.5, NaN] }, 'bandits/bernoulli.means[1]: got NaN, expected'],
    [{ means: Array(3) }, 'bandits/bernoulli.means[0]: got undefined, expected'],
    [{ horizon: 0 }, 'bandits/bernoulli.horizon: got 0, expected'],
    [{ horizon: 2.5 }, 'bandits/bernoulli.horizon: got 2.5, expected'],
    [{ horizon: Infinity }, 'bandits/bernoulli.horizon: got Infinity, expected'],
  ])('%j are refused with path, value and what is allowed', (parameters, message) => {
    expect(() => bernoulli.describe(parameters)).toThrow(ParameterError)
    expect(() => bernoulli.describe(parameters)).toThrow(message)
  })

  test('a pull outside the arms is refused by world and arm', async () => {
    const environment = await bernoulli.make({ means: [0.1, 0.2, 0.3] }, 2)
    environment.reset(seed)
    expect(() => environment.step(Int32Array.of(0, 3))).toThrow('world 1, agent 0: action 3 is not legal')
  })
})

describe('what is not of these arms', () => {
  test('is refused of a snapshot', async () => {
    const environment = await bernoulli.make({ means: [0.1, 0.2] })
    environment.reset(seed)
    expectRefused(environment, [
      { means: [0.1, 0.2] },
      { pulls: new Int32Array(3) },
      { regrets: Float64Array.of(1, 2) },
      { lastArms: Int32Array.of(2) },
      { noise: null },
      { streams: new Uint32Array(3) },
    ])
  })

  test('the oracle does not look for a best arm before there are any', async () => {
    const environment = await bernoulli.make()
    const oracle = environment.expert!.policy('oracle')
    oracle.begin(environment, seed)
    expect(() => oracle.act(environment, new Int32Array(1), 'greedy')).toThrow('acts before the first reset')
  })
})

describe('settings', () => {
  test('are the eight problems of the reference tables, and one of them with few pulls', () => {
    const problems = Object.keys(bounds).map((name) => name.replaceAll('_', '-'))
    const few = 'nine-lin-100'
    expect(Object.keys(bernoulli.settings).filter((name) => name !== few)).toEqual(problems)
    expect(settingOf(bernoulli, few).parameters).toMatchObject({ means: bounds.nine_lin.means, horizon: 100 })
    for (const [name, { means, lai_robbins }] of Object.entries(bounds)) {
      const { parameters, literature } = settingOf(bernoulli, name.replaceAll('_', '-'))
      expect(parameters.means).toEqual(means)
      expect(literature![0].score / Math.log(10_000)).toBeCloseTo(lai_robbins, 9)
    }
  })

  test('the uniform policy scores 0 and the oracle 1', async () => {
    const setting = settingOf(bernoulli, 'two-90-80')
    expect(setting.references.random.score).toBeCloseTo(500, 9)
    expect(normalisedScore(setting, 500)).toBeCloseTo(0, 9)
    expect(normalisedScore(setting, 0)).toBe(1)
  })
})

describe('an episode', () => {
  test('pays by the means: always from a mean of 1, never from a mean of 0', async () => {
    const environment = await bernoulli.make({ means: [0, 1], horizon: 50, shuffled: false }, 2)
    environment.reset(seed)
    for (let t = 0; t < 50; t++) {
      environment.step(Int32Array.of(0, 1))
      expect([...environment.rewards]).toEqual([0, 1])
    }
    expect([...environment.ended]).toEqual([1, 1])
    expect([...environment.terminated]).toEqual([1, 1])
    expect([...environment.truncated]).toEqual([0, 0])
    expect([...environment.metrics]).toEqual([50, 0, 0, 0, 50, 1])
  })

  test('shows the last arm, the last reward and the share of the horizon that has passed', async () => {
    const environment = await bernoulli.make({ means: [0, 1, 0], horizon: 4, shuffled: false })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([0, 0, 0, 0, 0])
    environment.step(Int32Array.of(1))
    expect([...environment.observations]).toEqual([0, 1, 0, 1, 0.25])
    environment.step(Int32Array.of(2))
    expect([...environment.observations]).toEqual([0, 0, 1, 0, 0.5])
    environment.step(Int32Array.of(1))
    environment.step(Int32Array.of(1))
    expect([...environment.finalObservations]).toEqual([0, 1, 0, 1, 1])
    expect([...environment.observations]).toEqual([0, 0, 0, 0, 0])
  })

  test('meets every policy with the same noise', async () => {
    const environment = await bernoulli.make({ means: [0.5, 0.5, 0.5], horizon: 200 }, 3)
    const rewardsUnder = (arm: number): number[] => {
      environment.reset(seed)
      return Array.from({ length: 200 }, () => {
        environment.step(new Int32Array(3).fill(arm))
        return [...environment.rewards]
      }).flat()
    }
    expect(rewardsUnder(0)).toEqual(rewardsUnder(2))
  })

  test('shuffles the arms from episode to episode, and only where asked to', async () => {
    const bestArms = async (shuffled: boolean): Promise<Set<number>> => {
      const environment = await bernoulli.make({ means: [0, 0.5, 1], horizon: 1, shuffled }, 100)
      const actions = new Int32Array(100)
      environment.reset(seed)
      environment.expert!.policy('oracle').act(environment, actions, 'sample')
      return new Set(actions)
    }
    expect(await bestArms(true)).toEqual(new Set([0, 1, 2]))
    expect(await bestArms(false)).toEqual(new Set([2]))
  })

  test('of the oracle has no regret and only optimal pulls', async () => {
    const environment = await bernoulli.make({ means: [0.2, 0.6, 0.6, 0.1], horizon: 100 }, 10)
    const oracle = environment.expert!.policy('oracle')
    const actions = new Int32Array(10)
    environment.reset(seed)
    oracle.begin(environment, seed)
    for (let t = 0; t < 100; t++) {
      oracle.act(environment, actions, 'greedy')
      environment.step(actions)
    }
    for (let w = 0; w < 10; w++) {
      expect(environment.ended[w]).toBe(1)
      expect(environment.metrics[3 * w]).toBe(0)
      expect(environment.metrics[3 * w + 2]).toBe(1)
    }
  })

  test('has no other expert', async () => {
    const environment = await bernoulli.make()
    expect(() => environment.expert!.policy('orcale')).toThrow('got expert orcale, expected oracle')
  })
})

describe('pictures', () => {
  test('show means, pulls and what was seen', async () => {
    const environment = await bernoulli.make({ means: [1, 0], horizon: 4, shuffled: false })
    environment.reset(seed)
    for (const arm of [0, 0, 1]) environment.step(Int32Array.of(arm))
    expect(environment.renderText(0)).toBe(
      [
        'bandits/bernoulli  step 3 of 4  regret 1.00',
        '  arm   mean    pulls   seen  share of pulls',
        '    0  1.000        2  1.000  ####################',
        '>   1  0.000        1  0.000  ##########',
      ].join('\n'),
    )
    const svg = environment.renderSvg(0)
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/)
    expect(svg).toContain('step 3 of 4')
  })

  test('of a world that has not begun have no pulls', async () => {
    const environment = await bernoulli.make({ means: [1, 0], shuffled: false })
    environment.reset(seed)
    expect(environment.renderText(0)).toContain('    0  1.000        0      -')
  })
})

describe('policies', () => {
  const changed = async (spec: object): Promise<Environment> => {
    const environment = await bernoulli.make()
    return { ...environment, spec: { ...environment.spec, ...spec } }
  }

  test.each(['exp3', 'exp3-ix', 'moss'])('%s refuses an environment without a horizon', async (id) => {
    const endless = await changed({ horizon: Infinity })
    await expect(policyOf(id, endless)).rejects.toThrow(`${id}: needs a finite horizon`)
  })

  test.each(['ucb1', 'kl-ucb', 'thompson', 'exp3'])('%s refuses rewards that leave [0, 1]', async (id) => {
    const wide = await changed({ rewardRange: [0, 2] })
    await expect(policyOf(id, wide)).rejects.toThrow(
      `${id}: needs rewards in [0, 1]; the environment's are in [0, 2]`,
    )
  })
})

/** Arms whose rewards are real numbers, and arms whose rewards an adversary has chosen. */
import { type EnvironmentDefinition, Seed, normalisedScore, settingOf } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { adversarial } from '../../src/arms/adversarial.ts'
import { gaussian, heavyTailed } from '../../src/arms/gaussian.ts'
import { regretOf } from './runs.ts'

/** Rewards of one arm of mean 1. */
async function rewardsOf(definition: EnvironmentDefinition, parameters: object): Promise<number[]> {
  const count = 40_000
  const environment = await definition.make({ means: [1, 1], horizon: count, ...parameters })
  environment.reset(Seed.from(5))
  return Array.from({ length: count }, () => {
    environment.step(Int32Array.of(0))
    return environment.rewards[0]
  }).sort((a, b) => a - b)
}

const quantile = (sorted: readonly number[], p: number): number => sorted[Math.floor(p * sorted.length)]

describe('rewards have the distribution asked for', () => {
  test('normal', async () => {
    const rewards = await rewardsOf(gaussian, { deviation: 2 })
    expect(rewards.reduce((sum, x) => sum + x, 0) / rewards.length).toBeCloseTo(1, 1)
    expect(quantile(rewards, 0.975)).toBeCloseTo(1 + 2 * 1.96, 0.7)
    expect(quantile(rewards, 0.25)).toBeCloseTo(1 - 2 * 0.6745, 1)
  })

  // Quantiles of Student's t with 2 degrees of freedom: (2 p - 1) sqrt(2 / (4 p (1 - p))).
  test('Student', async () => {
    const rewards = await rewardsOf(heavyTailed, { tail: 'student', exponent: 2, scale: 3 })
    for (const p of [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) {
      const expected = 1 + 3 * (2 * p - 1) * Math.sqrt(2 / (4 * p * (1 - p)))
      const density = (1 + ((expected - 1) / 3) ** 2 / 2) ** -1.5 / Math.sqrt(8) / 3
      const error = Math.sqrt((p * (1 - p)) / rewards.length) / density
      expect(Math.abs(quantile(rewards, p) - expected), `${p}`).toBeLessThan(4 * error)
    }
  })

  // Quantiles of the Pareto distribution of index a and mean 1: (a - 1) / a (1 - p)^(-1 / a).
  test('Pareto', async () => {
    const exponent = 1.5
    const rewards = await rewardsOf(heavyTailed, { tail: 'pareto', exponent })
    expect(rewards[0]).toBeGreaterThanOrEqual(1 / 3 - 1e-7)
    for (const p of [0.1, 0.5, 0.9, 0.99]) {
      const expected = ((exponent - 1) / exponent) * (1 - p) ** (-1 / exponent)
      const error = (Math.sqrt((p * (1 - p)) / rewards.length) * expected) / (exponent * (1 - p))
      expect(Math.abs(quantile(rewards, p) - expected), `${p}`).toBeLessThan(4 * error)
    }
  })
})

describe('policies learn', () => {
  test.each<
    [definition: EnvironmentDefinition, setting: string, id: string, configuration: object, best: number]
  >([
    [gaussian, 'ten-gap-05', 'ucb', { alpha: 4 }, 0.8],
    [gaussian, 'ten-gap-05', 'thompson-gaussian', {}, 0.8],
    [gaussian, 'two-gap-05', 'epsilon-greedy', {}, 0.8],
    [adversarial, 'constrained-8', 'tsallis-inf', {}, 0.5],
    [adversarial, 'constrained-8', 'exp3', {}, 0.4],
  ])('%o:%s, %s', async (definition, name, id, configuration, least) => {
    const setting = settingOf(definition, name)
    const { mean } = await regretOf(id, setting.parameters, 20, 20, configuration, definition)
    expect(normalisedScore(setting, mean)).toBeGreaterThan(least)
  })

  test('ucb1 is worse than tsallis-inf against the constrained adversary', async () => {
    const { parameters } = settingOf(adversarial, 'constrained-8')
    const [stochastic, robust] = await Promise.all(
      ['ucb1', 'tsallis-inf'].map((id) => regretOf(id, parameters, 20, 20, {}, adversarial)),
    )
    expect(robust.mean).toBeLessThan(stochastic.mean)
  })
})

test('regret to a given sequence is that to its best arm in hindsight', async () => {
  const rewards = [1, 0, 0, 0.5, 0, 0.75]
  const environment = await adversarial.make({
    sequence: 'given',
    arms: 2,
    rewards,
    horizon: 7,
    shuffled: false,
  })
  const regretOfArm = (arm: number): number => {
    environment.reset(Seed.from(1))
    for (let t = 0; t < 7; t++) environment.step(Int32Array.of(arm))
    return environment.metrics[0]
  }
  // In 7 steps the first arm pays 3, the second 2.5.
  expect([regretOfArm(0), regretOfArm(1)]).toEqual([0, 0.5])
  expect(() => adversarial.describe({ sequence: 'given', arms: 2, rewards: [1, 0, 1] })).toThrow(
    'bandits/adversarial.rewards: got [1,0,1], expected a multiple of 2 numbers, the arms of each step',
  )
})

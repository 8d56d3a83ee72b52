import { describe, expect, test } from 'vitest'
import { ParameterError, Seed } from '@gauntlet/core'
import { expectContracts, expectRefused } from '../contracts.ts'
import { chainsOf } from '../../src/restless/arm-chains.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import { type ChannelAccessParameters, channelAccess } from '../../src/restless/channel-access.ts'
import { channelArm, stationaryBelief } from '../../src/restless/channel-index.ts'
import { finiteHorizonValues } from '../../src/restless/joint-values.ts'
import { lagrangianBound } from '../../src/restless/lagrangian.ts'
import { ProductChain } from '../../src/restless/product-chain.ts'
import { measuredScore } from './measured-score.ts'

const seed = Seed.from(9)

/** Expected score of the uniform policy, and the best that is possible or a bound on it. */
function references(given: Partial<ChannelAccessParameters>): { random: number; best: number } {
  const { afterBad, afterGood, bandwidths, budget, discount, horizon, score } = channelAccess.resolve(given)
  const channels = afterBad.map((p01, i) => ({ p01, p11: afterGood[i] }))
  const weight = score === 'reward' ? horizon : (1 - discount ** horizon) / (1 - discount)
  const pays = channels.map((channel, i) => (bandwidths[i] ?? 1) * stationaryBelief(channel))
  const random = (weight * budget * pays.reduce((sum, pay) => sum + pay, 0)) / channels.length
  const ages = channels.length === 2 ? 24 : channels.length === 3 ? 11 : 60
  const chains = chainsOf(channels.map((channel, i) => channelArm(channel, bandwidths[i] ?? 1, ages)))
  const set = new BudgetSet(channels.length, budget, 'exactly')
  if (channels.length > 3) {
    const starts = new Float64Array(2 * ages * channels.length)
    for (let i = 0; i < channels.length; i++) starts[(2 * i + 2) * ages - 1] = 1
    return { random, best: lagrangianBound(chains, set, discount, starts).bound }
  }
  const chain = new ProductChain(chains, set)
  const start = chain.indexOf(channels.map(() => ages - 1))
  return { random, best: finiteHorizonValues(chain, horizon, score === 'reward' ? 1 : discount)[start] }
}

test.each(Object.entries(channelAccess.settings))(
  'references of %s',
  (_, { parameters, references: given }) => {
    const { random, best } = references(parameters)
    expect(random).toBeCloseTo(given.random.score, 6)
    expect(best).toBeCloseTo(given.best.score, 3)
  },
)

describe('policies', () => {
  test.each(['two-alike', 'two-swinging', 'three-alike'])(
    'the Whittle policy is the best there is on equal channels: %s',
    async (name) => {
      const { parameters, references: given } = channelAccess.settings[name]
      for (const [expert, score] of [
        ['whittle', given.best.score],
        ['myopic', given.best.score],
        [undefined, given.random.score],
      ] as const) {
        const { mean, error } = await measuredScore(channelAccess, parameters, expert)
        expect(Math.abs(mean - score), expert ?? 'random').toBeLessThan(4 * error)
      }
    },
  )

  test.each(['three-unlike', 'ten-unlike-3'])(
    'the Whittle policy comes near the best on unequal ones: %s',
    async (name) => {
      const { parameters, references: given } = channelAccess.settings[name]
      const { mean, error } = await measuredScore(channelAccess, parameters, 'whittle')
      expect(mean).toBeGreaterThan(0.97 * given.best.score)
      expect(mean).toBeLessThan(given.best.score + 4 * error)
    },
  )
})

describe('an episode', () => {
  test('shows beliefs and pays for good channels', async () => {
    const environment = await channelAccess.make({
      afterBad: [0, 1, 0.25],
      afterGood: [0, 1, 0.75],
      bandwidths: [2, 3, 5],
      budget: 2,
      horizon: 3,
      discount: 0.5,
    })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([0, 1, 0.5, 0])
    environment.step(Uint8Array.of(1, 1, 0))
    expect(environment.rewards[0]).toBe(3)
    expect([...environment.observations]).toEqual([0, 1, 0.5, Math.fround(1 / 3)])
    environment.step(Uint8Array.of(0, 1, 1))
    const good = environment.rewards[0] === 8
    expect(environment.rewards[0]).toBe(good ? 8 : 3)
    expect(environment.observations[2]).toBe(good ? 0.75 : 0.25)
    environment.step(Uint8Array.of(1, 1, 0))
    expect(environment.finalObservations[2]).toBe(good ? 0.625 : 0.375)
    expect([...environment.metrics]).toEqual(good ? [14, 7.75, 4 / 6] : [9, 5.25, 3 / 6])
  })

  test('is drawn with what was used', async () => {
    const environment = await channelAccess.make({ afterBad: [0, 1], afterGood: [0, 1], horizon: 9 })
    environment.reset(seed)
    environment.step(Uint8Array.of(0, 1))
    expect(environment.renderText(0)).toBe(
      [
        'bandits/channel-access  step 1 of 9  reward 1.00',
        '    0  ....................  bad, belief 0.000',
        '>   1  ####################  good, belief 1.000',
      ].join('\n'),
    )
    expect(environment.renderSvg(0)).toContain('belief 1.000')
  })
})

describe('what is refused', () => {
  test.each([
    [{ afterBad: [0.1, 1.1] }, 'bandits/channel-access.afterBad[1]: got 1.1, expected'],
    [{ afterGood: [0.1] }, 'bandits/channel-access.afterGood: got [0.1], expected 2 numbers, as many as'],
    [{ bandwidths: [1] }, 'bandits/channel-access.bandwidths: got [1], expected 2 numbers, as many as'],
    [{ bandwidths: [1, -1] }, 'bandits/channel-access.bandwidths[1]: got -1, expected'],
    [{ budget: 3 }, 'bandits/channel-access.budget: got 3, expected at most the number of channels, 2'],
  ])('%j', (parameters, message) => {
    expect(() => channelAccess.describe(parameters)).toThrow(ParameterError)
    expect(() => channelAccess.describe(parameters)).toThrow(message)
  })

  test('an expert of no such name, a subset of another size, another snapshot', async () => {
    const environment = await channelAccess.make()
    expect(() => environment.expert!.policy('optimal')).toThrow('got expert optimal, expected one of whittle')
    environment.reset(seed)
    expect(() => environment.step(Uint8Array.of(1, 1))).toThrow('expected exactly 1 of 2 arms')
    expectRefused(environment, [
      { beliefs: new Float64Array(3) },
      { beliefs: Float64Array.of(0.5, 1.5) },
      { good: Uint8Array.of(1, 7) },
    ])
  })
})

test.each([
  ['as by default', {}],
  ['ten channels', { ...channelAccess.settings['ten-unlike-3'].parameters, horizon: 12 }],
])('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, parameters) => {
  await expectContracts(channelAccess, parameters)
})

import { describe, expect, test } from 'vitest'
import { ParameterError, Seed, settingOf } from '@gauntlet/core'
import { expectRefused, rolloutDigests } from '../contracts.ts'
import { algorithms } from '../../src/herd/herd-plugin.ts'
import { herd } from '../../src/herd/herd.ts'
import { plannerReward } from '../../src/herd/social-learning.ts'
import { episodeMetrics, summaryOf } from '../episodes.ts'

const seed = Seed.from(7)

describe('parameters', () => {
  test.each([
    [{ precision: 0.4 }, 'bandits/herd.precision: got 0.4'],
    [{ belief: 1.2 }, 'bandits/herd.belief: got 1.2'],
    [{ discount: 1 }, 'bandits/herd.discount: got 1'],
    [{ slope: -1 }, 'bandits/herd.slope: got -1'],
    [{ planner: 'selfish' as 'biased' }, 'bandits/herd.planner: got "selfish"'],
  ])('%j are refused with path, value and what is allowed', (parameters, message) => {
    expect(() => herd.describe(parameters)).toThrow(ParameterError)
    expect(() => herd.describe(parameters)).toThrow(message)
  })
})

describe('a world', () => {
  test('whose agents know all is right for ever, and costs once', async () => {
    const environment = await herd.make({ horizon: 3, belief: 0.5 }, 50)
    environment.reset(seed)
    environment.step(new Float32Array(50).fill(1))
    for (let w = 0; w < 50; w++) expect([0, 1]).toContain(environment.observations[2 * w])
    for (const reward of environment.rewards) expect(reward).toBeCloseTo(-0.2, 6)
    environment.step(new Float32Array(50).fill(0.6))
    for (const reward of environment.rewards) expect(reward).toBeCloseTo(0, 6)
    environment.step(new Float32Array(50).fill(0.6))
    for (let w = 0; w < 50; w++) expect(environment.metrics[3 * w + 2]).toBe(1)
  })

  test('of a herd does not move, and loses what the belief says', async () => {
    const environment = await herd.make({ horizon: 5, belief: 0.2 })
    environment.reset(seed)
    for (let t = 0; t < 4; t++) {
      environment.step(Float32Array.of(0.6))
      expect(environment.observations[0]).toBeCloseTo(0.2, 6)
      expect(environment.rewards[0]).toBeCloseTo(-0.2, 6)
    }
  })

  test.each(['altruistic', 'biased'] as const)('pays the %s planner what the model says', async (planner) => {
    const parameters = herd.resolve({ planner, cost: 'quadratic', slope: 2, loss: 3, horizon: 60 })
    const environment = await herd.make(parameters, 20)
    environment.reset(seed)
    for (let t = 0; t < 59; t++) {
      const believed = Array.from({ length: 20 }, (_, w) => environment.observations[2 * w])
      const q = Float32Array.from(believed, (_, w) => 0.5 + ((7 * w + 3 * t) % 50) / 100)
      environment.step(q)
      for (let w = 0; w < 20; w++) {
        expect(environment.rewards[w]).toBeCloseTo(plannerReward(parameters, believed[w], q[w]), 5)
      }
    }
  })

  test('reaches what the dynamic programme says, and the state is as likely as the belief', async () => {
    for (const name of ['altruist-edge', 'biased-low']) {
      const { parameters, references } = settingOf(herd, name)
      const environment = await herd.make({ ...parameters, horizon: 100 }, 400)
      const metrics = episodeMetrics(environment, environment.expert!.policy('optimal'), seed)
      const { mean, standardError } = summaryOf(metrics('discounted_return'))
      expect(Math.abs(mean - references.best.score)).toBeLessThan(4 * standardError)
    }
  })

  test('shows belief, elapsed time and the last agent', async () => {
    const environment = await herd.make({ horizon: 4, belief: 0.5 })
    environment.reset(seed)
    expect(environment.renderText(0)).toContain('no agent yet; precision 0.6000 costs nothing')
    environment.step(Float32Array.of(0.75))
    const [belief, elapsed] = environment.observations
    expect([0.25, 0.75]).toContain(belief)
    expect(elapsed).toBe(0.25)
    expect(environment.renderText(0)).toContain(`belief ${belief.toFixed(4)}`)
    expect(environment.renderText(0)).toContain('last agent: precision 0.7500, chose')
    expect(environment.renderSvg(0)).toContain('agent 1 of 4')
  })

  test('refuses a snapshot without a belief', async () => {
    const environment = await herd.make({ horizon: 4 })
    environment.reset(seed)
    expectRefused(environment, [
      { good: Uint8Array.of(2) },
      { figures: new Float64Array(7).fill(2) },
      { streams: null },
    ])
  })

  test('has no other experts', async () => {
    const environment = await herd.make()
    expect(() => environment.expert!.policy('best')).toThrow(
      'got expert best, expected one of optimal, myopic',
    )
  })
})

test('roll-outs are those of the frozen digests', async () => {
  const digests = await rolloutDigests(herd, algorithms, { horizon: 20 }, 3, 50)
  await expect(digests).toMatchFileSnapshot('../golden/herd-digests.json')
})

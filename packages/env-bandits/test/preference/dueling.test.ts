import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ParameterError, Seed, settingOf } from '@gauntlet/core'
import { expectRefused, rolloutDigests } from '../contracts.ts'
import { dueling } from '../../src/preference/dueling.ts'
import { algorithms } from '../../src/preference/preference-plugin.ts'
import { sparring } from '../../src/preference/sparring.ts'
import { upperPreference } from '../../src/preference/rucb.ts'
import { episodeMetrics, policyFor, summaryOf } from '../episodes.ts'

const seed = Seed.from(7)
const CONDORCET = settingOf(dueling, 'condorcet-4').parameters.preferences!

describe('parameters', () => {
  test.each([
    [{ preferences: [0.5, 0.7, 0.4, 0.5] }, 'bandits/dueling.preferences[1]: got 0.7, expected 1 - 0.4'],
    [{ preferences: [0.5, 0.7, 0.3, 0.5, 0.5] }, 'bandits/dueling.preferences: got [0.5,0.7,0.3,0.5,0.5]'],
    [{ preferences: [0.5, 1.7, -0.7, 0.5] }, 'bandits/dueling.preferences[1]: got 1.7'],
    [{ horizon: 0 }, 'bandits/dueling.horizon: got 0'],
  ])('%j are refused with path, value and what is allowed', (parameters, message) => {
    expect(() => dueling.describe(parameters)).toThrow(ParameterError)
    expect(() => dueling.describe(parameters)).toThrow(message)
  })

  test('an arm that is none is refused by world', async () => {
    const environment = await dueling.make({ horizon: 5 }, 2)
    environment.reset(seed)
    expect(() => environment.step(Int32Array.of(0, 1, 0, 4))).toThrow('world 1, agent 0: action 4')
  })

  test('the score is strong regret where one arm beats all, and regret in hindsight elsewhere', () => {
    expect(dueling.describe({ preferences: CONDORCET }).score).toBe('strong_regret')
    expect(dueling.describe(settingOf(dueling, 'cycle-3').parameters).score).toBe('hindsight_regret')
  })
})

describe('a world', () => {
  test('counts strong, weak and hindsight regret', async () => {
    const environment = await dueling.make({ preferences: CONDORCET, horizon: 3, shuffled: false })
    environment.reset(seed)
    environment.step(Int32Array.of(0, 1))
    environment.step(Int32Array.of(2, 3))
    environment.step(Int32Array.of(0, 0))
    const [strong, weak, hindsight, optimal] = environment.metrics
    expect(strong).toBeCloseTo(0.05 + 0.1, 12)
    expect(weak).toBeCloseTo(0.1, 12)
    // Arm 1 is expected to win (0.4 + 0.5) / 2 of the first, 0.9 of the second and 0.4 of the third.
    expect(hindsight).toBeCloseTo(-0.05 + 0.4 - 0.1, 12)
    expect(optimal).toBeCloseTo(1 / 3, 12)
  })

  test('shows the last duel and its result, and never lets a loser of all win', async () => {
    const environment = await dueling.make({ preferences: [0.5, 1, 0, 0.5], horizon: 4, shuffled: false })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([0, 0, 0, 0, 0, 0])
    environment.step(Int32Array.of(0, 1))
    expect([...environment.observations]).toEqual([1, 0, 0, 1, 1, 0.25])
    environment.step(Int32Array.of(1, 0))
    expect([...environment.observations]).toEqual([0, 1, 1, 0, 0, 0.5])
  })

  test('prefers an arm as often as the matrix says, in whatever order the arms stand', async () => {
    const environment = await dueling.make({ preferences: CONDORCET, horizon: 1000 }, 100)
    const metrics = episodeMetrics(environment, await policyFor(undefined, environment), seed)
    const { mean, standardError } = summaryOf(metrics('strong_regret'))
    expect(Math.abs(mean - 75)).toBeLessThan(4 * standardError)
    const { returns } = environment
    const { mean: wins, standardError: error } = summaryOf([...returns])
    expect(Math.abs(wins - 500)).toBeLessThan(4 * error)
  })

  test('is drawn with both matrices', async () => {
    const environment = await dueling.make({
      preferences: [0.5, 0.75, 0.25, 0.5],
      horizon: 4,
      shuffled: false,
    })
    environment.reset(seed)
    environment.step(Int32Array.of(0, 1))
    environment.step(Int32Array.of(0, 1))
    expect(environment.renderText(0)).toBe(
      [
        'bandits/dueling  step 2 of 4  arm 0 against 1',
        '  arm  preferred, %  duels, %',
        '        0   1      0   1',
        '>   0  50  75      0 100',
        '<   1  25  50      0   0',
      ].join('\n'),
    )
    expect(environment.renderSvg(0)).toContain('step 2 of 4  arm 0 against 1')
  })

  test('refuses a snapshot of other arms', async () => {
    const environment = await dueling.make({ horizon: 5 })
    environment.reset(seed)
    expectRefused(environment, [
      { order: Int32Array.of(0, 1, 2, 9) },
      { duels: new Int32Array(3) },
      { elapsed: Int32Array.of(-1) },
      { firsts: Int32Array.of(4) },
    ])
  })
})

describe('experts', () => {
  test('play the Minimax Winner without regret', async () => {
    const environment = await dueling.make({ horizon: 50 }, 20)
    const metrics = episodeMetrics(environment, environment.expert!.policy('minimax-winner'), seed)
    expect(new Set(metrics('strong_regret'))).toEqual(new Set([0]))
    expect(new Set(metrics('optimal_duels'))).toEqual(new Set([1]))
  })

  test('of no other name exist', async () => {
    const environment = await dueling.make()
    expect(() => environment.expert!.policy('hedgehog')).toThrow(
      'got expert hedgehog, expected one of minimax-winner',
    )
  })

  test('of Hedge come near the Minimax Winner of a circle on average', async () => {
    const environment = await dueling.make({ ...settingOf(dueling, 'cycle-3').parameters, horizon: 3000 }, 20)
    const metrics = episodeMetrics(environment, environment.expert!.policy('hedge'), seed)
    expect(summaryOf(metrics('hindsight_regret')).mean).toBeLessThan(30)
  })
})

test('no duels in a circle have less regret in hindsight than the reference says', async () => {
  const { parameters, references } = settingOf(dueling, 'cycle-3')
  const hindsightOf = async (duels: readonly (readonly [number, number])[]): Promise<number> => {
    const environment = await dueling.make({ ...parameters, horizon: duels.length, shuffled: false })
    environment.reset(seed)
    for (const [c, d] of duels) environment.step(Int32Array.of(c, d))
    return environment.metrics[2]
  }
  // Arms in the proportions of the Minimax Winner, (4, 2, 3) / 9.
  const proportional = [0, 0, 0, 0, 1, 1, 2, 2, 2].map((arm) => [arm, arm] as const)
  expect(await hindsightOf(proportional)).toBeCloseTo(references.best.score, 12)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 30 }),
      async (duels) => {
        expect(await hindsightOf(duels)).toBeGreaterThan(references.best.score - 1e-9)
      },
    ),
    { numRuns: 50 },
  )
})

test('regret is that of the Condorcet winner, whatever is played', async () => {
  const pairs = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(pairs, async (duels) => {
      const environment = await dueling.make({ horizon: duels.length, shuffled: false })
      environment.reset(seed)
      let strong = 0
      let weak = 0
      for (const [c, d] of duels) {
        environment.step(Int32Array.of(c, d))
        strong += (CONDORCET[c] + CONDORCET[d]) / 2 - 0.5
        weak += Math.min(CONDORCET[c], CONDORCET[d]) - 0.5
      }
      expect(environment.metrics[0]).toBeCloseTo(strong, 10)
      expect(environment.metrics[1]).toBeCloseTo(weak, 10)
    }),
    { numRuns: 50 },
  )
})

test('sparring has ever less regret per duel, in a circle too', { timeout: 60_000 }, async () => {
  for (const name of ['cycle-3', 'linear-5']) {
    const { parameters, references } = settingOf(dueling, name)
    const perDuel: number[] = []
    for (const horizon of [1000, 16_000]) {
      const environment = await dueling.make({ ...parameters, horizon }, 20)
      const metrics = episodeMetrics(environment, await policyFor(sparring, environment), seed)
      perDuel.push(summaryOf(metrics(environment.spec.score)).mean / horizon)
    }
    expect(perDuel[1], name).toBeLessThan(0.6 * perDuel[0])
    expect(perDuel[1], name).toBeLessThan((0.6 * references.random.score) / 5000)
    expect(perDuel[1], name).toBeGreaterThan(0)
  }
})

test('the bound of rucb is 2 before the first duel, the share won at the first step, and wider later', () => {
  expect(upperPreference(0, 0, 1)).toBe(2)
  expect(upperPreference(3, 1, 0)).toBe(0.75)
  expect(upperPreference(3, 1, 1)).toBe(1.25)
})

test('roll-outs are those of the frozen digests', async () => {
  const digests = await rolloutDigests(dueling, algorithms, { horizon: 100 }, 3, 250)
  await expect(digests).toMatchFileSnapshot('../golden/dueling-digests.json')
})

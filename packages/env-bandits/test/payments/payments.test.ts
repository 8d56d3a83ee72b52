import { beforeAll, describe, expect, test } from 'vitest'
import { ParameterError, Seed, applicability, trajectoryDigest } from '@gauntlet/core'
import { linucb } from '../../src/contextual/linucb.ts'
import { generationRetraining } from '../../src/payments/generation-retraining.ts'
import { payments } from '../../src/payments/payments.ts'
import { episodesOf } from '../contextual/play.ts'
import { policyFor, summaryOf } from '../episodes.ts'

const SMALL = { generations: 4, transactions: 25, delay: 5, window: 30 }

test('policies that take a reward for the last action’s are not run where outcomes come late', () => {
  const late = payments.describe(SMALL)
  const onTime = payments.describe({ ...SMALL, delay: 0 })
  expect(applicability(payments.id, late, linucb.requires)).toMatchObject({
    reason: "takes rewards for the last action's; here they come later",
  })
  expect(applicability(payments.id, onTime, linucb.requires).kind).toBe('runs')
  expect(applicability(payments.id, late, generationRetraining.requires).kind).toBe('runs')
})

test('feedback says of which actions the reported outcomes came', async () => {
  const environment = await payments.make({ ...SMALL, availability: 1, lost: 0, delay: 3, window: 1000 })
  const offset = environment.spec.observation.layout.find(({ name }) => name === 'feedback')!.offset
  const [made, shown] = [new Int32Array(6), new Int32Array(6)]
  let authorised = 0
  environment.reset(Seed.from(4))
  for (let t = 0; t < 99; t++) {
    made[t % 6]++
    environment.step(Int32Array.of(t % 6))
    const counts = environment.observations.subarray(offset, offset + 6)
    const sums = environment.observations.subarray(offset + 6, offset + 12)
    for (let k = 0; k < 6; k++) {
      shown[k] += counts[k]
      authorised += sums[k]
      expect(shown[k]).toBeLessThanOrEqual(made[k])
      expect(sums[k]).toBeLessThanOrEqual(counts[k])
    }
    expect(sums.reduce((sum, outcome) => sum + outcome, 0)).toBe(environment.rewards[0])
  }
  expect(authorised).toBeGreaterThan(0)
  // All but what is under way: about three of a hundred.
  expect(shown.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(85)
})

describe('the log between generations', () => {
  const play = async (
    memory: number,
    exploration: 'greedy' | 'squarecb' = 'greedy',
    generations: number = 5,
  ) =>
    episodesOf(
      payments,
      { delay: 0, window: 0, generations },
      (environment) => policyFor(generationRetraining, environment, { exploration, memory, gamma: 1000 }),
      24,
      24,
    )
  let one: Awaited<ReturnType<typeof play>> = {}
  beforeAll(async () => {
    one = await play(1)
  })

  test('with a memory of one generation makes the greedy policy worse from generation 1 to 2', () => {
    const { mean, standardError } = summaryOf(one.degradation)
    expect(mean).toBeGreaterThan(2.5 * standardError)
    // The size is about that of the reference, .0198 to .0383: within a factor of two.
    expect(summaryOf(one.regret_1).mean).toBeGreaterThan(0.01)
    expect(summaryOf(one.regret_1).mean).toBeLessThan(0.04)
    expect(summaryOf(one.regret_2).mean).toBeGreaterThan(0.02)
    expect(summaryOf(one.regret_2).mean).toBeLessThan(0.08)
  })

  test('does so to SquareCB, whose regression oracle sees what it explores, and not with a memory of four', async () => {
    const degradationOf = async (memory: number): Promise<number> => {
      const { mean, standardError } = summaryOf((await play(memory, 'squarecb', 4)).degradation)
      return mean / standardError
    }
    expect(await degradationOf(1)).toBeGreaterThan(2.5)
    expect(await degradationOf(4)).toBeLessThan(-2.5)
  })

  test('with a memory of four does not: it goes on getting better', async () => {
    const four = await play(4)
    const { mean, standardError } = summaryOf(four.degradation)
    expect(mean).toBeLessThan(-2.5 * standardError)
    expect(summaryOf(four.change).mean).toBeLessThan(0.5 * summaryOf(one.change).mean)
  })
})

test('rewards are the outcomes reported, and with neither delay nor loss the transaction’s own', async () => {
  const environment = await payments.make({ ...SMALL, delay: 0, window: 0, lost: 0 })
  environment.reset(Seed.from(4))
  let authorised = 0
  for (let t = 0; t < 100; t++) {
    environment.step(Int32Array.of(environment.actionMask!.indexOf(1)))
    const seen = t < 99 ? environment.observations : environment.finalObservations
    const [age, outcome, next] = seen.subarray(8)
    expect({ age, next }).toEqual({ age: 0, next: -1 })
    expect(environment.rewards[0]).toBe(outcome)
    expect(seen[6]).toBe(1)
    expect(seen[7]).toBe(Math.floor((t + 1) / 25))
    authorised += outcome
  }
  expect(environment.metrics[1]).toBe(authorised)
})

test('what is lost or late is never reported', async () => {
  const reported = async (lost: number, delay: number, window: number): Promise<number> => {
    const environment = await payments.make({ ...SMALL, transactions: 500, lost, delay, window }, 4)
    const [width] = environment.spec.observation.shape
    environment.reset(Seed.from(4))
    let ages = 0
    for (let t = 0; t < 2000; t++) {
      environment.step(
        Int32Array.from({ length: 4 }, (_, w) => environment.actionMask!.indexOf(1, 6 * w) - 6 * w),
      )
      const seen = t < 1999 ? environment.observations : environment.finalObservations
      for (let w = 0; w < 4; w++) for (let k = 0; k < 4; k++) if (seen[width * w + 8 + 2 * k] >= 0) ages++
    }
    return ages / 8000
  }
  expect(await reported(0, 0, 0)).toBe(1)
  expect(await reported(1, 0, 0)).toBe(0)
  // Shares within four standard errors of 8000 draws; those that are under way at the end are fewer than 1 %.
  expect(Math.abs((await reported(0.25, 0, 0)) - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 8000))
  expect(Math.abs((await reported(0, 10, 9)) - (1 - Math.exp(-1)))).toBeLessThan(0.03)
})

test('a drift of 1 leaves nothing of the linear part, and one of 0 all', async () => {
  const kept = async (drift: number): Promise<number> => {
    const parameters = {
      ...SMALL,
      drift,
      misspecification: 0,
      signal: 5,
      transactions: 1000,
      delay: 0,
      window: 0,
    }
    const measured = await episodesOf(
      payments,
      parameters,
      (environment) => policyFor(generationRetraining, environment, { exploration: 'greedy', memory: 1 }),
      8,
      8,
    )
    return summaryOf(measured.regret_1).mean / summaryOf(measured.regret_0).mean
  }
  expect(await kept(0)).toBeLessThan(0.2)
  expect(await kept(1)).toBeGreaterThan(0.8)
})

test.each([
  [{ lost: 1.1 }, 'bandits/payments.lost: got 1.1, expected a finite number from 0 to 1'],
  [{ positiveRate: 0 }, 'bandits/payments.positiveRate: got 0'],
  [{ availability: -0.1 }, 'bandits/payments.availability: got -0.1'],
  [{ generations: 3 }, 'bandits/payments.generations: got 3, expected a whole number from 4'],
  [{ window: 0.5 }, 'bandits/payments.window: got 0.5'],
])('%j is refused', (parameters, message) => {
  expect(() => payments.describe(parameters)).toThrow(ParameterError)
  expect(() => payments.describe(parameters)).toThrow(message)
})

/** As in contextual/rollouts.test.ts. */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const [name, { parameters }] of Object.entries(payments.settings)) {
    for (const exploration of ['random', 'greedy', 'epsilon-greedy', 'squarecb', 'fastcb'] as const) {
      const environment = await payments.make({ ...parameters, generations: 4, transactions: 60 }, 3)
      const policy = await (exploration === 'random'
        ? policyFor(undefined, environment)
        : policyFor(generationRetraining, environment, { exploration }))
      const key = `${payments.id}@${payments.version}:${name} ${exploration}@${generationRetraining.version}`
      digests[key] = trajectoryDigest(environment, policy, Seed.from(11), 300)
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/payments-digests.json',
  )
})

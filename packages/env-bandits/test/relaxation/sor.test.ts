import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ParameterError, Seed, settingOf } from '@gauntlet/core'
import { expectRefused, rolloutDigests } from '../contracts.ts'
import { algorithms } from '../../src/relaxation/relaxation-plugin.ts'
import { jacobiRadius, optimalRelaxation } from '../../src/relaxation/shifted-poisson.ts'
import { nearestRelaxation } from '../../src/relaxation/sor-experts.ts'
import { sorChebCb, sorTsallisInf, sorTsallisInfCb } from '../../src/relaxation/sor-policies.ts'
import { RELAXATIONS } from '../../src/relaxation/sor-settings.ts'
import { sor } from '../../src/relaxation/sor.ts'
import { episodeMetrics, policyFor, summaryOf } from '../episodes.ts'

const seed = Seed.from(7)
/** Systems that take no time. */
const SMALL = { side: 3, relaxations: [0.8, 1, 1.2, 1.5], tolerance: 0.01, horizon: 40 }

describe('parameters', () => {
  test.each([
    [{ relaxations: [1, 2] }, 'bandits/sor.relaxations[1]: got 2, expected a relaxation between 0 and 2'],
    [{ relaxations: [0, 1] }, 'bandits/sor.relaxations[0]: got 0, expected a relaxation between 0 and 2'],
    [{ relaxations: [1, 2.5] }, 'bandits/sor.relaxations[1]: got 2.5'],
    [{ comparator: 2 }, 'bandits/sor.comparator: got 2, expected a relaxation between 0 and 2'],
    [{ leastShift: -0.2 }, 'bandits/sor.leastShift: got -0.2, expected more than -0.16202'],
    [{ side: 20 }, 'bandits/sor.leastShift: got -0.15, expected more than -0.0446'],
    [{ tolerance: 0 }, 'bandits/sor.tolerance: got 0'],
  ])('%j are refused with path, value and what is allowed', (parameters, message) => {
    expect(() => sor.describe(parameters)).toThrow(ParameterError)
    expect(() => sor.describe(parameters)).toThrow(message)
  })
})

describe('a world', () => {
  test('pays minus the sweeps and counts them beyond the comparator', async () => {
    const environment = await sor.make({ horizon: 3, comparator: RELAXATIONS[12] })
    environment.reset(seed)
    let sweeps = 0
    for (const arm of [12, 19, 0]) {
      environment.step(Int32Array.of(arm))
      sweeps -= environment.rewards[0]
    }
    expect(environment.ended[0]).toBe(1)
    expect(environment.metrics[2]).toBeCloseTo(sweeps / 3, 12)
    environment.reset(seed)
    let fixed = 0
    for (let t = 0; t < 3; t++) {
      environment.step(Int32Array.of(12))
      fixed -= environment.rewards[0]
    }
    expect(environment.metrics[1]).toBe(0)
    expect(environment.metrics[2]).toBeCloseTo(fixed / 3, 12)
  })

  test('meets every policy with the same systems', async () => {
    const environment = await sor.make({ horizon: 50 }, 2)
    const shiftsUnder = (arm: number): number[] => {
      environment.reset(seed)
      return Array.from({ length: 20 }, () => {
        environment.step(new Int32Array(2).fill(arm))
        return [environment.observations[0], environment.observations[RELAXATIONS.length + 3]]
      }).flat()
    }
    expect(shiftsUnder(10)).toEqual(shiftsUnder(16))
  })

  test('refuses a snapshot of other systems', async () => {
    const environment = await sor.make(SMALL)
    environment.reset(seed)
    expectRefused(environment, [{ b: new Float64Array(4) }, { shifts: new Float64Array(1) }, { choices: [] }])
  })

  test('is drawn with the share of each relaxation', async () => {
    const environment = await sor.make(SMALL)
    environment.reset(seed)
    environment.step(Int32Array.of(2))
    environment.step(Int32Array.of(1))
    const lines = environment.renderText(0).split('\n')
    expect(lines[0]).toMatch(
      /^bandits\/sor {2}system 2 of 40 {2}mean sweeps [\d.]+ {2}next shift -?\d\.\d{3}$/,
    )
    expect(lines[3]).toBe('>  1.000        1  ####################')
    expect(lines[5]).toBe('   1.500        0')
    expect(environment.renderSvg(0)).toContain('system 2 of 40')
  })
})

describe('experts', () => {
  test('that try everything never take more sweeps than the others', async () => {
    const sweepsOf = async (expert: string): Promise<number> => {
      const environment = await sor.make({ horizon: 20 }, 5)
      const metrics = episodeMetrics(environment, environment.expert!.policy(expert), seed)
      return summaryOf(metrics('sweeps')).mean
    }
    const fewest = await sweepsOf('fewest-sweeps')
    const young = await sweepsOf('young')
    expect(fewest).toBeLessThan(young)
    expect(young).toBeLessThan(await sweepsOf('comparator'))
  })

  test('of no other name exist', async () => {
    const environment = await sor.make()
    expect(() => environment.expert!.policy('old')).toThrow('got expert old, expected one of young, fewest')
  })

  test('take the nearest relaxation', () => {
    expect(nearestRelaxation(RELAXATIONS, optimalRelaxation(jacobiRadius(10, 0)))).toBe(11)
    expect(nearestRelaxation([1, 1.5], 1.25)).toBe(0)
  })
})

interface Replication {
  readonly mean_iters_per_instance: number
  readonly trials: number
  readonly std: number
}
type Problem = Readonly<Record<string, Replication>>

const golden: Readonly<Record<string, Problem>> = JSON.parse(
  readFileSync(new URL('../golden/sor-bandit.json', import.meta.url), 'utf8'),
)
const PROBLEMS = [
  ['high-variance', 'high_variance_beta_0.5_1.5'],
  ['low-variance', 'low_variance_beta_2_6'],
] as const

describe('sweeps agree with another implementation within 4 standard errors', () => {
  const fixed = PROBLEMS.flatMap(([setting, problem]) =>
    [1, 1.2, 1.4, 1.6, 1.8].map((omega) => [setting, problem, omega, `omega_${omega.toFixed(1)}`] as const),
  )
  const cells = [...fixed, ['low-variance', 'low_variance_beta_2_6', 1.65, 'best_grid_fixed'] as const]
  test.each(cells)('%s (%s), omega %f', async (setting, problem, omega, row) => {
    const { mean_iters_per_instance: mean, trials } = golden[problem][row]
    const [worlds, horizon] = [50, 20]
    const { parameters } = settingOf(sor, setting)
    const environment = await sor.make({ ...parameters, horizon, comparator: omega }, worlds)
    const metrics = episodeMetrics(environment, environment.expert!.policy('comparator'), Seed.from(3))
    const run = summaryOf(metrics('sweeps'))
    // Two trials tell little of their own error: it is as ours, for 5000 systems a trial.
    const combined = run.standardError * Math.sqrt(1 + (worlds * horizon) / (5000 * trials))
    expect(Math.abs(run.mean - mean)).toBeLessThan(4 * combined)
    if (omega !== 1.8) return
    const young = golden[problem].instance_asymptotic_omega.mean_iters_per_instance
    const difference = summaryOf(metrics('regret'))
    const error = difference.standardError * Math.sqrt(1 + (worlds * horizon) / (5000 * trials))
    expect(Math.abs(difference.mean - (mean - young))).toBeLessThan(4 * error)
  })

  test.each(PROBLEMS)('%s (%s), Tsallis-INF', { timeout: 120_000 }, async (setting, problem) => {
    const { mean_iters_per_instance: mean, trials, std } = golden[problem].tsallis_inf
    const worlds = 2
    const environment = await sor.make(settingOf(sor, setting).parameters, worlds)
    const metrics = episodeMetrics(environment, await policyFor(sorTsallisInf, environment), Seed.from(1))
    const error = std * Math.sqrt(1 / trials + 1 / worlds)
    expect(Math.abs(summaryOf(metrics('sweeps')).mean - mean)).toBeLessThan(4 * error)
  })
})

test('learners of the context beat the one that does not see it, and that beats chance', async () => {
  const { parameters } = settingOf(sor, 'high-variance')
  const regretOf = async (algorithm: typeof sorTsallisInf | undefined): Promise<number> => {
    const environment = await sor.make({ ...parameters, horizon: 600, tolerance: 1e-4 }, 6)
    const policy = await policyFor(algorithm, environment)
    return summaryOf(episodeMetrics(environment, policy, seed)('regret')).mean
  }
  const [random, plain, bins, chebyshev] = [
    await regretOf(undefined),
    await regretOf(sorTsallisInf),
    await regretOf(sorTsallisInfCb as never),
    await regretOf(sorChebCb),
  ]
  expect(plain).toBeLessThan(0.8 * random)
  expect(chebyshev).toBeLessThan(0.8 * plain)
  expect(bins).toBeLessThan(random)
})

test('roll-outs are those of the frozen digests', async () => {
  const digests = await rolloutDigests(sor, algorithms, { horizon: 20, tolerance: 1e-4 }, 3, 50)
  await expect(digests).toMatchFileSnapshot('../golden/sor-digests.json')
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settingOf } from '@gauntlet/core'
import { bernoulli } from '../src/bernoulli.ts'
import { regretOf } from './runs.ts'

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as T
}

interface Row {
  readonly problem: string
  readonly algorithm: string
  readonly mean: number
  readonly standardError: number
}
const { rows } = read<{ readonly rows: readonly Row[] }>('regret-mc.json')

/** Our names of the other implementation's algorithms. */
const NAMES: Readonly<Record<string, string>> = {
  uniform: 'random',
  ucb1: 'ucb1',
  kl_ucb: 'kl-ucb',
  ts_beta: 'thompson',
  exp3: 'exp3',
}

describe('regret after 10,000 pulls agrees with another implementation within 4 standard errors', () => {
  const cells: readonly (readonly [string, string, number])[] = [
    ['two_90_80', 'uniform', 200],
    ['two_90_80', 'ucb1', 400],
    ['two_90_80', 'kl_ucb', 100],
    ['two_90_80', 'exp3', 400],
    ['two_50_40', 'ts_beta', 100],
    ['ten_low', 'ts_beta', 50],
    ['ten_low', 'kl_ucb', 100],
    ['nine_lin', 'ucb1', 200],
    ['smpy_hard9', 'exp3', 200],
    ['ten_gap01', 'uniform', 100],
    ['ten_gap01', 'ucb1', 100],
  ]
  test.each(cells)('%s, %s', { timeout: 60_000 }, async (problem, algorithm, episodes) => {
    const row = rows.find((candidate) => candidate.problem === problem && candidate.algorithm === algorithm)!
    const { parameters } = settingOf(bernoulli, problem.replaceAll('_', '-'))
    const { mean, standardError } = await regretOf(NAMES[algorithm], parameters, episodes, 50)
    expect(Math.abs(mean - row.mean)).toBeLessThan(4 * Math.hypot(standardError, row.standardError))
  })
})

describe('regret after 100 pulls agrees with the exact expectation within 4 standard errors', () => {
  type Exact = Record<
    string,
    Record<string, { uniform: Record<string, number>; perm?: Record<string, number> }>
  >
  const { regret } = read<{ readonly regret: Exact }>('exact-two-arm-regret.json')
  const cells = Object.keys(regret).flatMap((problem) =>
    Object.keys(regret[problem]).map((algorithm) => [problem, algorithm] as const),
  )
  test.each(cells)('%s, %s', async (problem, algorithm) => {
    const { parameters } = settingOf(bernoulli, problem.replaceAll('_', '-'))
    const exact = (regret[problem][algorithm].perm ?? regret[problem][algorithm].uniform)['100']
    const run = await regretOf(NAMES[algorithm], { ...parameters, horizon: 100 }, 6_000, 500)
    expect(Math.abs(run.mean - exact)).toBeLessThan(4 * run.standardError)
  })
})

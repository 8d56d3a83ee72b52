import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settingOf } from '@gauntlet/core'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { regretOf } from './runs.ts'

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as T
}

interface Row {
  readonly problem: string
  readonly algorithm: string
  readonly mean: number
  readonly standardError: number
  /** Of one episode. */
  readonly deviation: number
}
const { rows } = read<{ readonly rows: readonly Row[] }>('regret-mc.json')

/** Our names of the other implementation's algorithms, with their configurations and how many episodes are played. */
const OURS: Readonly<Record<string, readonly [id: string, configuration?: object]>> = {
  uniform: ['random'],
  ucb1: ['ucb1'],
  ucb_alpha1: ['ucb', { alpha: 1 }],
  ucb_alpha0p5: ['ucb', { alpha: 0.5 }],
  ucb_tuned: ['ucb-tuned'],
  ucb_v: ['ucb-v'],
  moss: ['moss'],
  moss_anytime: ['moss-anytime'],
  kl_ucb: ['kl-ucb'],
  imed: ['imed'],
  ts_beta: ['thompson'],
  ts_gauss: ['thompson-gaussian'],
  greedy: ['epsilon-greedy', { epsilon: 0 }],
  eps_0p1: ['epsilon-greedy', { epsilon: 0.1 }],
  eps_decay_5K_t: ['epsilon-greedy', { decay: 5 }],
  etc_m100: ['explore-then-commit', { pulls: 100 }],
  exp3: ['exp3'],
  exp3_anytime: ['exp3', { rate: 'anytime' }],
  exp3_ix: ['exp3-ix'],
  gradient_0p1: ['gradient-bandit', { rate: 0.1 }],
  tsallis_iw: ['tsallis-inf', { estimator: 'importance-weighted' }],
  tsallis_rv: ['tsallis-inf', { estimator: 'reduced-variance' }],
}

/** Set, all cells are played in full, as by the preset study-regret; else a problem of two arms and one of many for a while. */
const STUDY = process.env.GAUNTLET_STUDY !== undefined
const EPISODES = STUDY ? 1000 : 20

describe('regret after 10,000 pulls agrees with another implementation within 4 standard errors', () => {
  const cells = rows.filter(({ problem }) => STUDY || ['two_90_80', 'smpy_low9'].includes(problem))
  test.each(cells.map((row) => [row.problem, row.algorithm, row] as const))(
    '%s, %s',
    { timeout: 600_000 },
    async (problem, algorithm, row) => {
      const { parameters } = settingOf(bernoulli, problem.replaceAll('_', '-'))
      const [id, configuration] = OURS[algorithm]
      const { mean } = await regretOf(id, parameters, EPISODES, EPISODES, configuration)
      const standardError = row.deviation / Math.sqrt(EPISODES)
      expect(Math.abs(mean - row.mean)).toBeLessThan(4 * Math.hypot(standardError, row.standardError))
    },
  )
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
    const [id, configuration] = OURS[algorithm]
    const run = await regretOf(id, { ...parameters, horizon: 100 }, 3_000, 500, configuration)
    expect(Math.abs(run.mean - exact)).toBeLessThan(4 * run.standardError)
  })
})

/** Regret on `bandits/linear` agrees with another implementation's, and policies learn on every contextual environment. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AlgorithmDefinition, settingOf } from '@gauntlet/core'
import { algorithms } from '../../src/contextual/contextual-plugin.ts'
import { epsilonGreedyRidge } from '../../src/contextual/epsilon-greedy-ridge.ts'
import { squarecb } from '../../src/contextual/inverse-gap-policies.ts'
import { linear } from '../../src/contextual/linear.ts'
import { lints } from '../../src/contextual/lints.ts'
import { linucb } from '../../src/contextual/linucb.ts'
import { logistic } from '../../src/contextual/logistic.ts'
import { slates } from '../../src/contextual/slates.ts'
import { combLinucb } from '../../src/contextual/comb-linucb.ts'
import { supervised } from '../../src/contextual/supervised.ts'
import { policyFor, summaryOf } from '../episodes.ts'
import { episodesOf } from './play.ts'

const golden: {
  readonly linear_contextual: {
    readonly regret: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>
  }
} = JSON.parse(readFileSync(new URL('../golden/linear-contextual.json', import.meta.url), 'utf8'))

const CASES: readonly (readonly [string, AlgorithmDefinition | undefined, object])[] = [
  ['uniform', undefined, {}],
  ['greedy', epsilonGreedyRidge, { epsilon: 0 }],
  ['eps_0.1', epsilonGreedyRidge, { epsilon: 0.1 }],
  ['linucb_0.5', linucb, { alpha: 0.5 }],
  ['linucb_1', linucb, { alpha: 1 }],
  ['lints_0.3', lints, { scale: 0.3 }],
  ['squarecb', squarecb, { gamma: 10 }],
]

describe.each([500, 2000])('after %d steps', (horizon) => {
  test.each(CASES)('%s', async (name, algorithm, configuration) => {
    const { regret } = await episodesOf(
      linear,
      { horizon },
      (environment) => policyFor(algorithm, environment, configuration),
      200,
      50,
    )
    const { mean, standardError } = summaryOf(regret)
    const [expected, error] = golden.linear_contextual.regret[name][horizon]
    const spread = Math.sqrt(standardError * standardError + error * error)
    expect(Math.abs(mean - expected)).toBeLessThan(4 * spread)
  })
})

// Shares of the random policy's regret, each about twice what was measured.
const LEARN: readonly (readonly [string, number])[] = [
  ['linucb', 0.16],
  ['lints', 0.1],
  ['epsilon-greedy-ridge', 0.35],
  ['squarecb', 0.6],
  ['fastcb', 0.6],
  ['falcon', 0.6],
  ['bagging', 0.2],
]

test.each(LEARN)('%s learns where actions come and go', async (id, share) => {
  const { parameters, references } = settingOf(logistic, 'half-available')
  const algorithm = algorithms.find((candidate) => candidate.id === id)
  const { regret } = await episodesOf(
    logistic,
    parameters,
    (environment) => policyFor(algorithm, environment),
    20,
    10,
  )
  expect(summaryOf(regret).mean).toBeLessThan(share * references.random.score)
})

test('one theta for each action learns classes from a shared context', async () => {
  const { regret } = await episodesOf(
    supervised,
    {},
    (environment) => policyFor(linucb, environment, { alpha: 0.5 }),
    10,
    10,
  )
  expect(summaryOf(regret).mean).toBeLessThan(0.5 * 750)
})

test.each(['semi-bandit', 'cascade'])('comb-linucb learns from %s feedback', async (name) => {
  const { parameters, references } = settingOf(slates, name)
  const { regret } = await episodesOf(
    slates,
    parameters,
    (environment) => policyFor(combLinucb, environment, { alpha: 0.5 }),
    20,
    10,
  )
  expect(summaryOf(regret).mean).toBeLessThan(0.5 * references.random.score)
})

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { uniformRegret } from '../../src/arms/bernoulli-settings.ts'
import { type IndexRule, TIE, highest } from '../../src/policies/index-policy.ts'
import { imedIndices } from '../../src/policies/imed.ts'
import { klUcbIndices } from '../../src/policies/kl-ucb.ts'
import { mossIndices } from '../../src/policies/moss.ts'
import { BetaDraws } from '../../src/policies/beta-draws.ts'
import { ucbTunedIndices } from '../../src/policies/ucb-variance.ts'
import { ucbIndices } from '../../src/policies/ucb.ts'
import { type Case, type Chooser, betaExceeds, exactRegret } from './two-arm-regret.ts'

type Regrets = Readonly<Record<string, number>>
const golden: { regret: Record<string, Record<string, { uniform: Regrets; perm?: Regrets }>> } = JSON.parse(
  readFileSync(new URL('../golden/exact-two-arm-regret.json', import.meta.url), 'utf8'),
)

const PROBLEMS: readonly (readonly [string, readonly [number, number]])[] = [
  ['two_90_80', [0.9, 0.8]],
  ['two_25_20', [0.25, 0.2]],
  ['two_50_40', [0.5, 0.4]],
]
const HORIZON = 100

/** Rule 0: ties to the first arm, as `highest` breaks them; rule 1: to either with probability 1/2. */
const LOWEST = 0
const EITHER = 1

/** Pulls the arm that `highest` takes of the rule's indices, which are those of two arms or of one whatever the other is. */
function byIndex(rule: IndexRule, alone: boolean, epsilon: number = 0): Chooser {
  return (statistics) => {
    const { steps, pulls, sums } = statistics
    let indices = new Float64Array(pulls.length)
    if (alone) {
      const table = armIndices(rule, steps[0])
      indices = Float64Array.from(pulls, (n, i) => table[(n * (n + 1)) / 2 + sums[i]])
    } else rule(statistics, indices)
    const lowest = new Float64Array(steps.length)
    const either = new Float64Array(steps.length)
    for (let w = 0; w < steps.length; w++) {
      lowest[w] = highest(indices, 2 * w, 2) === 0 ? 1 : 0
      either[w] = Math.abs(indices[2 * w] - indices[2 * w + 1]) <= TIE ? 0.5 : lowest[w]
      if (Math.min(pulls[2 * w], pulls[2 * w + 1]) === 0) continue
      lowest[w] = epsilon / 2 + (1 - epsilon) * lowest[w]
      either[w] = epsilon / 2 + (1 - epsilon) * either[w]
    }
    return [lowest, either]
  }
}

/** The rule's index after `t` pulls of an arm of n pulls and s successes, at n (n + 1) / 2 + s. */
function armIndices(rule: IndexRule, t: number): Float64Array {
  const pulls: number[] = []
  const sums: number[] = []
  for (let n = 0; n <= t; n++) {
    for (let s = 0; s <= n; s++) {
      pulls.push(n)
      sums.push(s)
    }
  }
  const indices = new Float64Array(pulls.length)
  const steps = new Float64Array(pulls.length).fill(t)
  const successes = Float64Array.from(sums)
  rule({ arms: 1, steps, pulls: Float64Array.from(pulls), sums: successes, squares: successes }, indices)
  return indices
}

const byPosterior: Chooser = ({ steps, pulls, sums }) => {
  const choice = new Float64Array(steps.length)
  for (let w = 0; w < steps.length; w++) {
    const [n, m, s, r] = [pulls[2 * w], pulls[2 * w + 1], sums[2 * w], sums[2 * w + 1]]
    choice[w] = betaExceeds(1 + s, 1 + n - s, 1 + r, 1 + m - r)
  }
  return [choice]
}

function expectGolden(regret: (t: number) => number, expected: Regrets, horizon: number = HORIZON): void {
  for (const [t, value] of Object.entries(expected)) {
    if (Number(t) > horizon) continue
    expect(Math.abs(regret(Number(t)) - value), `after ${t} pulls`).toBeLessThan(1e-9)
  }
}

/** The mean, as greedy play goes by it. */
const meanIndices: IndexRule = ({ pulls, sums }, indices) => {
  for (let i = 0; i < pulls.length; i++) indices[i] = pulls[i] === 0 ? Infinity : sums[i] / pulls[i]
}

describe.each([
  ['ucb1', 100, byIndex(ucbIndices(4), true)],
  ['kl_ucb', 100, byIndex(klUcbIndices(), true)],
  ['greedy', 50, byIndex(meanIndices, true)],
  ['eps_0p1', 50, byIndex(meanIndices, true, 0.1)],
  ['ucb_alpha1', 50, byIndex(ucbIndices(1), true)],
  ['ucb_alpha0p5', 50, byIndex(ucbIndices(0.5), true)],
  ['ucb_tuned', 50, byIndex(ucbTunedIndices, true)],
  ['moss_anytime', 50, byIndex(mossIndices(), false)],
  ['imed', 50, byIndex(imedIndices, false)],
] as const)('exact expected regret of %s up to %i pulls', (name, horizon, choose) => {
  const cases: Case[] = PROBLEMS.flatMap(([, [p, q]]) => [
    { means: [p, q], rule: LOWEST },
    { means: [q, p], rule: LOWEST },
    { means: [p, q], rule: EITHER },
  ])
  let regrets: Float64Array[]
  beforeAll(() => {
    regrets = exactRegret(choose, cases, horizon)
  }, 60_000)
  test.each(PROBLEMS.map(([problem], j) => [problem, j] as const))('%s', (problem, j) => {
    const [straight, reversed, either] = regrets.slice(3 * j, 3 * j + 3)
    const { perm, uniform } = golden.regret[problem][name]
    expectGolden((t) => (straight[t] + reversed[t]) / 2, perm!, horizon)
    expectGolden((t) => either[t], uniform, horizon)
  })
})

describe('exact expected regret of thompson', () => {
  let regrets: Float64Array[]
  beforeAll(() => {
    const cases = PROBLEMS.map(([, means]) => ({ means, rule: 0 }))
    regrets = exactRegret(byPosterior, cases, HORIZON)
  }, 60_000)
  test.each(PROBLEMS.map(([problem], j) => [problem, j] as const))('%s', (problem, j) => {
    expectGolden((t) => regrets[j][t], golden.regret[problem].ts_beta.uniform)
  })

  const posteriors: readonly (readonly [number, number, number, number])[] = [
    [0, 0, 0, 0],
    [1, 1, 1, 0],
    [5, 4, 3, 3],
    [50, 45, 50, 40],
    [2, 0, 90, 30],
    [400, 100, 30, 9],
  ]
  test.each(posteriors)(
    'draws arm 0 of %i pulls, %i successes against %i, %i as often as it is the best',
    (n, s, m, r) => {
      const posterior = new BetaDraws(1, 2)
      posterior.update(0, 0, 1 + s, 1 + n - s)
      posterior.update(0, 1, 1 + r, 1 + m - r)
      const stream = Seed.from(1).fold('thompson').stream()
      const draws = 40_000
      let first = 0
      for (let k = 0; k < draws; k++) {
        posterior.draw([stream])
        if (posterior.found[0] === 0) first++
      }
      const p = betaExceeds(1 + s, 1 + n - s, 1 + r, 1 + m - r)
      expect(Math.abs(first / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws))
    },
  )
})

describe('exact expected regret of uniform play', () => {
  const half: Chooser = ({ steps }) => [new Float64Array(steps.length).fill(0.5)]
  test.each(PROBLEMS)('%s', (problem, means) => {
    const [regret] = exactRegret(half, [{ means, rule: 0 }], 50)
    const { 100: last, ...first } = golden.regret[problem].uniform.uniform
    expectGolden((t) => regret[t], first)
    expect(last).toBeCloseTo(uniformRegret(means, 100), 9)
  })
})

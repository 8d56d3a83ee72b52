import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { uniformRegret } from '../src/bernoulli-settings.ts'
import { type IndexRule, TIE, highest } from '../src/policies/index-policy.ts'
import { klUcbIndices } from '../src/policies/kl-ucb.ts'
import type { ArmStatistics } from '../src/policies/tally.ts'
import { thompsonArm } from '../src/policies/thompson.ts'
import { ucb1Indices } from '../src/policies/ucb1.ts'
import { type Case, type Chooser, betaExceeds, exactRegret } from './two-arm-regret.ts'

type Regrets = Readonly<Record<string, number>>
const golden: { regret: Record<string, Record<string, { uniform: Regrets; perm?: Regrets }>> } = JSON.parse(
  readFileSync(new URL('golden/exact-two-arm-regret.json', import.meta.url), 'utf8'),
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

/** Pulls the arm that `highest` takes of the rule's indices. */
function byIndex(rule: IndexRule): Chooser {
  return ({ steps, pulls, sums }) => {
    const table = armIndices(rule, steps[0])
    const indices = Float64Array.from(pulls, (n, i) => table[(n * (n + 1)) / 2 + sums[i]])
    const lowest = new Float64Array(steps.length)
    const either = new Float64Array(steps.length)
    for (let w = 0; w < steps.length; w++) {
      lowest[w] = highest(indices, 2 * w, 2) === 0 ? 1 : 0
      either[w] = Math.abs(indices[2 * w] - indices[2 * w + 1]) <= TIE ? 0.5 : lowest[w]
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
  rule({ arms: 1, steps, pulls: Float64Array.from(pulls), sums: Float64Array.from(sums) }, indices)
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

function expectGolden(regret: (t: number) => number, expected: Regrets): void {
  for (const [t, value] of Object.entries(expected)) {
    expect(Math.abs(regret(Number(t)) - value), `after ${t} pulls`).toBeLessThan(1e-9)
  }
}

describe.each([
  ['ucb1', ucb1Indices],
  ['kl_ucb', klUcbIndices],
] as const)('exact expected regret of %s', (name, rule) => {
  const cases: Case[] = PROBLEMS.flatMap(([, [p, q]]) => [
    { means: [p, q], rule: LOWEST },
    { means: [q, p], rule: LOWEST },
    { means: [p, q], rule: EITHER },
  ])
  let regrets: Float64Array[]
  beforeAll(() => {
    regrets = exactRegret(byIndex(rule), cases, HORIZON)
  }, 60_000)
  test.each(PROBLEMS.map(([problem], j) => [problem, j] as const))('%s', (problem, j) => {
    const [straight, reversed, either] = regrets.slice(3 * j, 3 * j + 3)
    const { perm, uniform } = golden.regret[problem][name]
    expectGolden((t) => (straight[t] + reversed[t]) / 2, perm!)
    expectGolden((t) => either[t], uniform)
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
      const statistics: ArmStatistics = {
        arms: 2,
        steps: Float64Array.of(n + m),
        pulls: Float64Array.of(n, m),
        sums: Float64Array.of(s, r),
      }
      const stream = Seed.from(1).fold('thompson').stream()
      const draws = 40_000
      let first = 0
      for (let k = 0; k < draws; k++) if (thompsonArm(statistics, 0, stream) === 0) first++
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

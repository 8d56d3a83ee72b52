import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { log } from '@gauntlet/core'
import { DiscountedMemory } from '../../src/policies/discounting.ts'
import { GainWeights } from '../../src/policies/exp3-auer.ts'
import { AnytimeWeights, ExponentialWeights } from '../../src/policies/exp3.ts'
import { forgettingIndices } from '../../src/policies/forgetting-policy.ts'
import { PreferenceWeights } from '../../src/policies/gradient-bandit.ts'
import type { IndexRule } from '../../src/policies/index-policy.ts'
import { klUcbIndices } from '../../src/policies/kl-ucb.ts'
import { mossIndices } from '../../src/policies/moss.ts'
import { WindowMemory } from '../../src/policies/sliding-window.ts'
import { TsallisWeights } from '../../src/policies/tsallis-inf.ts'
import { ucbTunedIndices } from '../../src/policies/ucb-variance.ts'
import { ucbIndices } from '../../src/policies/ucb.ts'
import type { ArmWeights } from '../../src/policies/weighted-policy.ts'

/** One sequence of pulls and what the published formulas give before each of them and after the last. */
const golden: {
  readonly K: number
  readonly actions: readonly number[]
  readonly rewards: readonly number[]
  readonly horizon_param: number
  readonly traces: Readonly<Record<string, { readonly values: readonly (readonly number[])[] }>>
} = JSON.parse(readFileSync(new URL('../golden/traces.json', import.meta.url), 'utf8'))

const { K: arms, actions, rewards, horizon_param: horizon } = golden

function expectRow(got: Float64Array, expected: readonly number[]): void {
  expected.forEach((value, k) => expect(Math.abs(got[k] - value)).toBeLessThan(1e-9))
}

test.each<[name: string, rule: IndexRule]>([
  ['ucb1', ucbIndices(4)],
  ['ucb_tuned', ucbTunedIndices],
  ['moss_T100', mossIndices(horizon)],
  ['kl_ucb', klUcbIndices()],
  ['kl_ucb_c3', klUcbIndices(3)],
])('indices of %s follow the published trace', (name, rule) => {
  const { values } = golden.traces[name]
  const [steps, pulls, sums] = [1, arms, arms].map((length) => new Float64Array(length))
  const indices = new Float64Array(arms)
  actions.forEach((arm, t) => {
    steps[0]++
    pulls[arm]++
    sums[arm] += rewards[t]
    rule({ arms, steps, pulls, sums, squares: sums }, indices)
    if (t + 1 >= arms) expectRow(indices, values[t + 1 - arms])
  })
  expect(values).toHaveLength(actions.length - arms + 1)
})

const discounted = new DiscountedMemory(1, arms, 0.9)
const windowed = new WindowMemory(1, arms, 5)
const sum = (numbers: Float64Array): number => numbers.reduce((total, n) => total + n, 0)
test.each([
  ['d_ucb_g0.9', discounted, 2, () => sum(discounted.pulls)],
  ['sw_ucb_tau5', windowed, 1, (t: number) => Math.min(t, 5)],
] as const)('indices of %s follow the published trace', (name, memory, scale, total) => {
  const { values } = golden.traces[name]
  const indices = new Float64Array(arms)
  actions.forEach((arm, t) => {
    memory.add(0, arm, rewards[t])
    if (t + 1 < arms) return
    forgettingIndices(memory, 0, total(t + 1), scale, 0.6, indices)
    expectRow(
      indices.map((index) => Math.min(index, 1e9)),
      values[t + 1 - arms],
    )
  })
  expect(values).toHaveLength(actions.length - arms + 1)
})

const eta = Math.sqrt((2 * log(arms)) / (horizon * arms))
test.each<[name: string, make: (row: Float64Array) => ArmWeights]>([
  ['exp3', (row) => new ExponentialWeights(row, arms, eta)],
  ['exp3_anytime', (row) => new AnytimeWeights(row, arms)],
  ['exp3_ix', (row) => new ExponentialWeights(row, arms, eta, eta / 2)],
  ['exp3_auer_gamma0.1', (row) => new GainWeights(row, arms, 0.1)],
  ['tsallis_inf_iw', (row) => new TsallisWeights(row, arms, false)],
  ['tsallis_inf_rv', (row) => new TsallisWeights(row, arms, true)],
  ['gradient_bandit_0.1', (row) => new PreferenceWeights(row, arms, 0.1)],
])('probabilities of %s follow the published trace', (name, make) => {
  const { values } = golden.traces[name]
  const row = new Float64Array(arms)
  const weights = make(row)
  const probabilities = (): Float64Array => {
    const total = weights.weigh(0)
    return row.map((weight) => weight / total)
  }
  expectRow(probabilities(), values[0])
  actions.forEach((arm, t) => {
    weights.learn(0, arm, rewards[t], probabilities()[arm])
    expectRow(probabilities(), values[t + 1])
  })
  expect(values).toHaveLength(actions.length + 1)
})

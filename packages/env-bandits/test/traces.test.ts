import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { log } from '@gauntlet/core'
import { ExponentialWeights } from '../src/policies/exp3.ts'
import type { IndexRule } from '../src/policies/index-policy.ts'
import { klUcbIndices } from '../src/policies/kl-ucb.ts'
import { ucb1Indices } from '../src/policies/ucb1.ts'

interface Trace {
  readonly values: readonly (readonly number[])[]
}

/** One sequence of pulls and what the published formulas give before each of them and after the last. */
const golden: {
  readonly K: number
  readonly actions: readonly number[]
  readonly rewards: readonly number[]
  readonly horizon_param: number
  readonly traces: { readonly ucb1: Trace; readonly kl_ucb: Trace; readonly exp3: Trace }
} = JSON.parse(readFileSync(new URL('golden/traces.json', import.meta.url), 'utf8'))

const { K: arms, actions, rewards } = golden

function expectRow(got: Float64Array, expected: readonly number[]): void {
  expected.forEach((value, k) => expect(Math.abs(got[k] - value)).toBeLessThan(1e-9))
}

test.each([
  ['ucb1', ucb1Indices, golden.traces.ucb1],
  ['kl_ucb', klUcbIndices, golden.traces.kl_ucb],
] as const)('indices of %s follow the published trace', (_, rule: IndexRule, { values }) => {
  const statistics = {
    arms,
    steps: new Float64Array(1),
    pulls: new Float64Array(arms),
    sums: new Float64Array(arms),
  }
  const indices = new Float64Array(arms)
  actions.forEach((arm, t) => {
    statistics.steps[0]++
    statistics.pulls[arm]++
    statistics.sums[arm] += rewards[t]
    rule(statistics, indices)
    if (t + 1 >= arms) expectRow(indices, values[t + 1 - arms])
  })
  expect(values).toHaveLength(actions.length - arms + 1)
})

test('probabilities of exp3 follow the published trace', () => {
  const { values } = golden.traces.exp3
  const eta = Math.sqrt((2 * log(arms)) / (golden.horizon_param * arms))
  const weights = new ExponentialWeights(1, arms, eta)
  const probabilities = new Float64Array(arms)
  weights.probabilities(0, probabilities, 0)
  expectRow(probabilities, values[0])
  actions.forEach((arm, t) => {
    weights.learn(0, arm, rewards[t], probabilities[arm])
    weights.probabilities(0, probabilities, 0)
    expectRow(probabilities, values[t + 1])
  })
  expect(values).toHaveLength(actions.length + 1)
})

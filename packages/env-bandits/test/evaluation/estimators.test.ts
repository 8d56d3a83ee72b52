import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BanditLog, makeBanditLog } from '../../src/evaluation/bandit-log.ts'
import {
  type Estimate,
  clipped,
  directMethod,
  doublyRobust,
  effectiveSampleSize,
  importanceWeights,
  ips,
  optimistic,
  selfNormalisedDoublyRobust,
  snips,
  subgaussian,
  switched,
} from '../../src/evaluation/estimators.ts'

/** A log of twelve rounds, a policy and estimated rewards, and what the Open Bandit Pipeline makes of them. */
const golden: {
  readonly action: readonly number[]
  readonly reward: readonly number[]
  readonly pscore: readonly number[]
  readonly action_dist: readonly (readonly number[])[]
  readonly q_hat: readonly (readonly number[])[]
  readonly values: Readonly<Record<string, number>>
} = JSON.parse(readFileSync(new URL('../golden/off-policy-evaluation.json', import.meta.url), 'utf8'))

const log = makeBanditLog({
  actions: 3,
  contexts: [],
  chosen: golden.action,
  rewards: golden.reward,
  propensities: golden.pscore,
})
const policy = Float64Array.from(golden.action_dist.flat())
const estimates = Float64Array.from(golden.q_hat.flat())

const VALUES: Readonly<Record<string, number>> = {
  IPW: ips(log, policy).value,
  IPW_se: ips(log, policy).standardError,
  SNIPW: snips(log, policy).value,
  DM: directMethod(log, policy, estimates).value,
  DR: doublyRobust(log, policy, estimates).value,
  SNDR: selfNormalisedDoublyRobust(log, policy, estimates).value,
  IPW_clip_1: ips(log, policy, clipped(1)).value,
  IPW_clip_2: ips(log, policy, clipped(2)).value,
  DR_clip_1: doublyRobust(log, policy, estimates, clipped(1)).value,
  DR_clip_2: doublyRobust(log, policy, estimates, clipped(2)).value,
  SwitchDR_tau1: doublyRobust(log, policy, estimates, switched(1)).value,
  SwitchDR_tau2: doublyRobust(log, policy, estimates, switched(2)).value,
  DRos_lambda1: doublyRobust(log, policy, estimates, optimistic(1)).value,
  DRos_lambda5: doublyRobust(log, policy, estimates, optimistic(5)).value,
  'SGIPW_lambda0.1': ips(log, policy, subgaussian(0.1)).value,
  'SGDR_lambda0.1': doublyRobust(log, policy, estimates, subgaussian(0.1)).value,
  'SGIPW_lambda0.5': ips(log, policy, subgaussian(0.5)).value,
  'SGDR_lambda0.5': doublyRobust(log, policy, estimates, subgaussian(0.5)).value,
  ESS: effectiveSampleSize(log, policy),
  max_w: Math.max(...importanceWeights(log, policy)),
}

test.each(Object.entries(golden.values))('%s is %d', (name, value) => {
  expect(Math.abs(VALUES[name] - value)).toBeLessThan(1e-12)
})

const chances = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 }).map((weights) => {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
})
const round = fc.record({
  logging: chances,
  target: chances,
  rewards: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
})

test('over all that could have been logged, IPS and doubly robust are right on average, whatever the estimates', () => {
  fc.assert(
    fc.property(
      round,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (r, q) => {
        let [byWeights, byBoth] = [0, 0]
        for (let a = 0; a < 3; a++) {
          const single = makeBanditLog({
            actions: 3,
            contexts: [],
            chosen: [a],
            rewards: [r.rewards[a]],
            propensities: [r.logging[a]],
          })
          const target = Float64Array.from(r.target)
          byWeights += r.logging[a] * ips(single, target).value
          byBoth += r.logging[a] * doublyRobust(single, target, Float64Array.from(q)).value
        }
        const value = r.target.reduce((sum, chance, a) => sum + chance * r.rewards[a], 0)
        expect(byWeights).toBeCloseTo(value, 10)
        expect(byBoth).toBeCloseTo(value, 10)
      },
    ),
  )
})

test('a policy that logged itself has its mean reward, and right estimates leave no doubt to correct', () => {
  fc.assert(
    fc.property(fc.array(round, { minLength: 2, maxLength: 20 }), (rounds) => {
      const own: BanditLog = makeBanditLog({
        actions: 3,
        contexts: [],
        chosen: rounds.map((_, i) => i % 3),
        rewards: rounds.map(({ rewards }, i) => rewards[i % 3]),
        propensities: rounds.map(({ logging }, i) => logging[i % 3]),
      })
      const logging = Float64Array.from(rounds.flatMap((r) => r.logging))
      const right = Float64Array.from(rounds.flatMap(({ rewards }) => rewards))
      const mean = own.rewards.reduce((sum, reward) => sum + reward, 0) / own.rounds
      const close = (estimate: Estimate, value: number): void => expect(estimate.value).toBeCloseTo(value, 10)
      close(ips(own, logging), mean)
      close(snips(own, logging), mean)
      expect(effectiveSampleSize(own, logging)).toBeCloseTo(own.rounds, 8)
      const { value } = directMethod(own, logging, right)
      for (const shrink of [clipped(1), switched(1), optimistic(2), subgaussian(0.5)])
        close(doublyRobust(own, logging, right, shrink), value)
      close(selfNormalisedDoublyRobust(own, logging, right), value)
    }),
  )
})

test('the shrinkages leave weights alone at their limits', () => {
  const values = [clipped(Infinity), switched(Infinity), optimistic(Infinity), subgaussian(0)].map(
    (shrink) => ips(log, policy, shrink).value,
  )
  expect(values).toEqual(Array.from({ length: 4 }, () => ips(log, policy).value))
})

test.each([
  ['clipped', () => clipped(-1), 'most: got -1, expected 0 to Infinity'],
  ['switched', () => switched(Number.NaN), 'tau: got NaN'],
  ['subgaussian', () => subgaussian(1.5), 'lambda: got 1.5, expected 0 to 1'],
  [
    'estimates',
    () => directMethod(log, policy, new Float64Array(3)),
    'estimates: got 3 numbers, expected 12 rows of 3',
  ],
  [
    'estimates that are no numbers',
    () => doublyRobust(log, policy, estimates.with(4, Number.NaN)),
    'estimates: row 2, action 1: got NaN, expected a finite number',
  ],
  ['policy', () => ips(log, new Float64Array(3)), 'expected a Float64Array of 12 rows of 3'],
  [
    'a negative chance',
    () =>
      ips(
        log,
        Float64Array.from(policy, (p, k) => (k === 4 ? -p : p)),
      ),
    'policy: row 2, action 1: got -0.6',
  ],
  [
    'no distribution',
    () =>
      ips(
        log,
        Float64Array.from(policy, (p, k) => (k === 4 ? 0 : p)),
      ),
    'policy: row 2: got "probabilities of sum 0.4',
  ],
  [
    'no overlap',
    () =>
      snips(
        log,
        Float64Array.from(policy, (_, k) => (k % 3 === (golden.action[Math.floor(k / 3)] + 1) % 3 ? 1 : 0)),
      ),
    'all weights are 0',
  ],
])('%s that are not allowed are refused', (_, run, message) => {
  expect(run).toThrow(message)
})

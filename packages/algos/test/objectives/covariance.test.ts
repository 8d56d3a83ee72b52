import { Seed, exp, log } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { clip } from '../../src/objectives/clip-masks.ts'
import { type CovarianceBand, clipCov } from '../../src/objectives/clip-cov.ts'
import { byCovariance, covariances, shareOf } from '../../src/objectives/covariance.ts'
import { oldPolicy } from '../../src/objectives/denominators.ts'
import { product } from '../../src/objectives/product.ts'
import { byAdvantage } from '../../src/objectives/weights.ts'
import { columnsOf, lossesOf } from '../decisions.ts'
import { close, fixture } from '../fixtures.ts'

describe('the covariance of advantage and log π', () => {
  it('meets the fixture token_covariance', () => {
    const { input, output } = fixture<
      { adv: number[]; logp: number[] },
      { cov: number[]; order_desc: number[] }
    >('token_covariance')
    const found = covariances(
      columnsOf({
        advantages: input.adv,
        logProbabilities: input.logp,
        oldLogProbabilities: input.logp,
      }),
    )
    close(found, output.cov)
    expect([...byCovariance(found)]).toEqual(output.order_desc)
  })

  it('ranks rows alike in their order, and is of at least one row', () => {
    expect([...byCovariance(Float64Array.of(1, 2, 1, 2))]).toEqual([1, 3, 0, 2])
    expect([shareOf(10, 0.002), shareOf(1000, 0.002)]).toEqual([1, 2])
  })

  it('is what a step takes off the entropy, as in the fixture entropy_mechanism', () => {
    const { input, output } = fixture<
      { logits: number[]; q: number[]; eta: number },
      { dH_npg: number; first_order_npg: number; dH_pg: number; first_order_pg: number }
    >('entropy_mechanism')
    const { logits, q, eta } = input
    const policy = softmax(logits)
    const value = expected(policy, q)
    const advantages = q.map((own) => own - value)
    const steps = { npg: advantages, pg: advantages.map((own, k) => policy[k] * own) }
    for (const name of ['npg', 'pg'] as const) {
      const after = softmax(logits.map((logit, k) => logit + eta * steps[name][k]))
      const logs = policy.map((p) => log(p))
      const mean = expected(policy, logs)
      const meanStep = expected(policy, steps[name])
      const covariance = expected(
        policy,
        logs.map((own, k) => (own - mean) * (steps[name][k] - meanStep)),
      )
      close([entropy(after) - entropy(policy)], [output[`dH_${name}`]])
      close([-eta * covariance], [output[`first_order_${name}`]])
    }
  })
})

describe('clip-cov', () => {
  const stream = Seed.from(5).stream()
  const rows = 400
  const numbers = (of: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => of(i))
  const oldLogProbabilities = numbers(() => -3 * stream.uniform())
  const columns = columnsOf({
    advantages: numbers(() => stream.normal()),
    oldLogProbabilities,
    logProbabilities: oldLogProbabilities.map((value) => value + 0.15 * stream.normal()),
  })
  const objectiveOf = (band: CovarianceBand): ReturnType<typeof product> =>
    product(clipCov(0.2, 0.2, band), oldPolicy, byAdvantage)
  const clipped = lossesOf(product(clip(0.2), oldPolicy, byAdvantage), columns).slopes

  /** Rows whose gradient the clip leaves and the covariance takes. */
  function gone(band: CovarianceBand): number[] {
    const { slopes, losses } = lossesOf(objectiveOf(band), columns)
    const found: number[] = []
    slopes.forEach((slope, i) => {
      if (slope !== 0 || clipped[i] === 0) expect(slope).toBe(clipped[i])
      else {
        expect(losses[i]).toBe(0)
        found.push(i)
      }
    })
    return found
  }

  it('lets go of all that is unclipped in its band where its share is that great', () => {
    const top = [...byCovariance(covariances(columns))].slice(0, 40)
    const unclipped = top.filter((i) => clipped[i] !== 0)
    expect(unclipped.length).toBeLessThan(40)
    expect(gone({ share: 0.1, from: 0.9, to: 1 })).toEqual([...unclipped].sort((i, j) => i - j))
  })

  it('lets go of a share at random, the same of the same minibatch', () => {
    const band = { share: 0.02, from: 0.8, to: 0.9 }
    const found = gone(band)
    expect(found).toHaveLength(8)
    const ranked = [...byCovariance(covariances(columns))]
    for (const i of found) expect(ranked.slice(40, 80)).toContain(i)
    expect(gone(band)).toEqual(found)
    const others = { ...columns, advantages: columns.advantages.map((own) => own * (1 + 1e-12)) }
    const { slopes } = lossesOf(objectiveOf(band), others)
    const other = Array.from(slopes.keys()).filter((i) => slopes[i] === 0 && clipped[i] !== 0)
    expect(other).toHaveLength(8)
    expect(other).not.toEqual(found)
  })

  it('lets go of one decision at least, and of none where none is unclipped', () => {
    expect(gone({ share: 1e-6, from: 0.5, to: 1 })).toHaveLength(1)
    const far = columnsOf({ advantages: [1, 2], logProbabilities: [0, -0.1], oldLogProbabilities: [-1, -1] })
    const { losses } = lossesOf(objectiveOf({ share: 1, from: 0, to: 1 }), far)
    close(losses, [-1.2, -2.4])
  })
})

function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits)
  const raised = logits.map((logit) => exp(logit - top))
  const sum = raised.reduce((total, value) => total + value, 0)
  return raised.map((value) => value / sum)
}

function entropy(policy: readonly number[]): number {
  return -expected(
    policy,
    policy.map((p) => log(p)),
  )
}

function expected(policy: readonly number[], values: readonly number[]): number {
  return policy.reduce((sum, p, k) => sum + p * values[k], 0)
}

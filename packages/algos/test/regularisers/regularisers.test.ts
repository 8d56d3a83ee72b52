import { log } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../../src/objectives/objective.ts'
import { entropyBonus } from '../../src/regularisers/entropy.ts'
import { klCov } from '../../src/regularisers/kl-cov.ts'
import { klPenalty } from '../../src/regularisers/kl.ts'
import type { Regulariser } from '../../src/regularisers/regulariser.ts'
import { columnsOf, decisionOf } from '../decisions.ts'
import { close, fixture } from '../fixtures.ts'

const decision = (changes: Partial<Decision>): Decision => ({
  row: 0,
  advantage: 0,
  logProbability: -1,
  oldLogProbability: -1,
  referenceLogProbability: NaN,
  entropy: 0,
  ...changes,
})

function added(regulariser: Regulariser, to: Decision): number[] {
  const out = new Float64Array(3)
  regulariser.add(to, out)
  return [...out]
}

describe('the entropy bonus', () => {
  it('is taken off the loss', () => {
    expect(added(entropyBonus(0.01), decision({ entropy: 2 }))).toEqual([-0.02, 0, -0.01])
  })
})

describe('the divergence', () => {
  const { input, output } = fixture<
    { logp: number[]; ref_logp: number[] },
    Readonly<Record<'k1' | 'k2' | 'k3', number[]>>
  >('kl_estimators')

  it.each(['k1', 'k2', 'k3'] as const)(
    'meets the fixture kl_estimators by %s, to either policy',
    (estimator) => {
      input.logp.forEach((logProbability, i) => {
        const other = input.ref_logp[i]
        const reference = decision({ logProbability, referenceLogProbability: other })
        const old = decision({ logProbability, oldLogProbability: other })
        const [loss, slope] = added(klPenalty(estimator, 'reference', 0.5), reference)
        close([loss], [0.5 * output[estimator][i]])
        expect(added(klPenalty(estimator, 'old', 0.5), old)).toEqual([loss, slope, 0])
      })
    },
  )

  it.each(['k1', 'k2', 'k3'] as const)(
    'has the derivative by log π that finite differences say, by %s',
    (estimator) => {
      const regulariser = klPenalty(estimator, 'reference', 2)
      const at = (logProbability: number): number[] =>
        added(regulariser, decision({ logProbability, referenceLogProbability: -0.8 }))
      for (const logProbability of [-2, -0.8, -0.1]) {
        const difference = (at(logProbability + 1e-6)[0] - at(logProbability - 1e-6)[0]) / 2e-6
        close([at(logProbability)[1]], [difference], 1e-7)
      }
    },
  )

  it('has as its mean gradient that of one divergence, of the other, or none', () => {
    const policy = [0.5, 0.3, 0.2]
    const other = [0.2, 0.2, 0.6]
    // ∂ log π_a / ∂ logit_k = [a = k] - π_k
    const meanGradient = (estimator: 'k1' | 'k2' | 'k3'): number[] =>
      policy.map((p, k) =>
        policy.reduce((sum, own, a) => {
          const taken = decision({ logProbability: log(own), referenceLogProbability: log(other[a]) })
          return sum + own * added(klPenalty(estimator, 'reference', 1), taken)[1] * ((a === k ? 1 : 0) - p)
        }, 0),
      )
    const divergence = policy.reduce((sum, p, a) => sum + p * log(p / other[a]), 0)
    close(meanGradient('k1'), [0, 0, 0])
    close(
      meanGradient('k2'),
      policy.map((p, k) => p * (log(p / other[k]) - divergence)),
    )
    close(
      meanGradient('k3'),
      policy.map((p, k) => p - other[k]),
    )
  })
})

describe('kl-cov', () => {
  const columns = columnsOf({
    advantages: [1, -1, 0.5, -2, 1.5],
    logProbabilities: [-0.7, -0.9, -1.4, -0.1, -1.25],
    oldLogProbabilities: [-0.8, -0.9, -1.4, -0.2, -1],
  })

  /** Losses and derivatives by row. */
  function all(regulariser: Regulariser, of: typeof columns): number[][] {
    regulariser.prepare?.(of)
    return Array.from({ length: of.rows }, (_, i) => added(regulariser, decisionOf(of, i)))
  }

  it('holds the rows of greatest covariance, which are 0, 1 and 2', () => {
    const found = all(klCov(0.4, 2), columns)
    close(found[0], [0.2, 2, 0])
    close(found.slice(1).flat(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    const moved = { ...columns, logProbabilities: columns.logProbabilities.map((own) => own - 0.3) }
    expect(all(klCov(1, 2), moved)[2][1]).toBe(-2)
  })

  it('does nothing in the first step on new data', () => {
    const fresh = { ...columns, logProbabilities: columns.oldLogProbabilities }
    expect(all(klCov(1, 1), fresh).flat()).toEqual(Array.from({ length: 15 }, () => 0))
  })
})

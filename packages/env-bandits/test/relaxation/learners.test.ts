import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { ChebCb } from '../../src/relaxation/cheb-cb.ts'
import { TsallisInf } from '../../src/relaxation/tsallis-inf.ts'

describe('Tsallis-INF', () => {
  test('starts uniform and stays so while every loss is 1', () => {
    const learner = new TsallisInf(4)
    const p = new Float64Array(4)
    learner.probabilities(p)
    for (const share of p) expect(share).toBeCloseTo(0.25, 14)
    learner.learn(2, 1, 0.25)
    learner.probabilities(p)
    for (const share of p) expect(share).toBeCloseTo(0.25, 14)
  })

  test('has the probabilities of its formula, found by bisection', () => {
    const pulls = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 10_000 })), {
      minLength: 1,
      maxLength: 100,
    })
    fc.assert(
      fc.property(pulls, (sequence) => {
        const learner = new TsallisInf(4)
        const p = new Float64Array(4)
        const estimates = [0, 0, 0, 0]
        let total = 0
        sequence.forEach(([arm, loss], t) => {
          learner.probabilities(p)
          estimates[arm] += (loss - 1) / p[arm]
          total += loss
          learner.learn(arm, loss, p[arm])
          learner.probabilities(p)
          const scale = total / (t + 1) - 1
          if (scale === 0) return
          const eta = 2 / Math.sqrt(t + 2)
          const losses = estimates.map((sum) => sum / scale)
          const at = (x: number): number[] => losses.map((estimate) => 4 / (eta * (estimate - x)) ** 2)
          let [low, high] = [Math.min(...losses) - 4 / eta, Math.min(...losses)]
          for (let k = 0; k < 200; k++) {
            const middle = (low + high) / 2
            if (at(middle).reduce((sum, share) => sum + share, 0) > 1) high = middle
            else low = middle
          }
          at(low).forEach((share, k) => expect(Math.abs(p[k] - share)).toBeLessThan(1e-9))
        })
      }),
      { numRuns: 100 },
    )
  })
})

describe('ChebCB', () => {
  test('starts uniform', () => {
    const p = new Float64Array(5)
    new ChebCb(5).probabilities(0.3, p)
    expect([...p]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2])
  })

  test('learns which arm is best in which context', () => {
    const stream = Seed.from(1).stream()
    const learner = new ChebCb(3)
    const p = new Float64Array(3)
    // Losses that cross: the first arm is best on the left, the second in the middle, the third on the right.
    const losses = (z: number): number[] => [20 + 10 * z, 14 + 12 * z * z, 20 - 10 * z]
    for (let t = 0; t < 5000; t++) {
      const z = 2 * stream.uniform() - 1
      learner.probabilities(z, p)
      const arm = stream.categorical(p)
      learner.learn(z, arm, losses(z)[arm] + stream.normal())
    }
    for (const [z, best] of [
      [-0.9, 0],
      [0, 1],
      [0.9, 2],
    ]) {
      learner.probabilities(z, p)
      expect(p[best]).toBeGreaterThan(0.95)
      expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  test('weighs arms by the inverse of their gaps', () => {
    const learner = new ChebCb(2)
    const p = new Float64Array(2)
    learner.learn(0, 0, 6)
    // T(0) = 1, 0, -1, 0, 1, 0: the ridge leaves 3 / 4 of the loss of arm 0, and arm 1 is predicted 0.
    learner.probabilities(0, p)
    expect(p[0]).toBeCloseTo(1 / (2 + Math.sqrt(4) * 0.75), 12)
    expect(p[1]).toBeCloseTo(1 - p[0], 12)
  })
})

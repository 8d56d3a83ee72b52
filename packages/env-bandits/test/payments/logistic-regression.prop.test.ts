import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogisticRegression } from '../../src/payments/logistic-regression.ts'

test('the fit is where the penalised likelihood is flat, even where the classes can be separated', () => {
  const row = fc.record({
    x: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 }),
    y: fc.integer({ min: 0, max: 1 }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.constantFrom(0.01, 1, 10), (rows, lambda) => {
      const features = Float32Array.from(rows.flatMap(({ x }) => [...x, 1]))
      const outcomes = Int8Array.from(rows, ({ y }) => y)
      const prior = Float64Array.of(0, 0, 0.5)
      const theta = new Float64Array(6)
      // Every other row, in the second of two models.
      const used = Int32Array.from(rows.keys()).filter((i) => i % 2 === 0)
      new LogisticRegression(3, lambda).fit(features, outcomes, used, used.length, prior, theta, 3)
      const gradient = [0, 1, 2].map((k) => lambda * (theta[3 + k] - prior[k]))
      for (const i of used) {
        const odds = [0, 1, 2].reduce((sum, k) => sum + theta[3 + k] * features[3 * i + k], 0)
        const error = 1 / (1 + Math.exp(-odds)) - outcomes[i]
        for (let k = 0; k < 3; k++) gradient[k] += error * features[3 * i + k]
      }
      for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-6)
      expect([...theta.subarray(0, 3)]).toEqual([0, 0, 0])
    }),
  )
})

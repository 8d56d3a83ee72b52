/** Models draw with the means, deviations and correlations that they state. */
import { describe, expect, test } from 'vitest'
import { autoregressiveDemand } from '../../src/demand/autoregressive-demand.ts'
import { normalDemand } from '../../src/demand/normal-demand.ts'
import { correlationOf, momentsOf, onePath, periodOfPaths } from './draws.ts'
import { MATRIX, randomModels } from './models.ts'

const PATHS = 40_000
/** Standard errors that an estimate may be off; with a fixed seed a test passes always or never. */
const ERRORS = 4.5

describe.each(randomModels)('%s', (_, model) => {
  // In the first period and in a later one: a path starts in the stationary distribution.
  test.each([0, 3])('has its means and deviations in period %i', (period) => {
    const draws = periodOfPaths(model, PATHS, period, 11)
    for (let s = 0; s < model.stores; s++) {
      const values = draws.map((draw) => draw[s])
      const { mean, variance, fourth } = momentsOf(values)
      const exact = model.deviations[s] ** 2
      expect(Math.abs(mean - model.means[s]) / Math.sqrt(variance / PATHS)).toBeLessThan(ERRORS)
      expect(Math.abs(variance - exact) / Math.sqrt((fourth - variance ** 2) / PATHS)).toBeLessThan(ERRORS)
      expect(values.every((value) => value >= model.low)).toBe(true)
      if (model.integral) expect(values.every(Number.isInteger)).toBe(true)
    }
  })
})

test.each([[[0.5]], [[-0.5]], [[0]], [[1]], [MATRIX]])(
  'normal demand is correlated as asked: %j',
  (correlation) => {
    const draws = periodOfPaths(
      normalDemand({ means: [1, 2, 3], deviations: [1, 4, 0.1], correlation }),
      PATHS,
      0,
      5,
    )
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const exact = correlation.length === 1 ? correlation[0] : correlation[i * 3 + j]
      const found = correlationOf(
        draws.map((draw) => draw[i]),
        draws.map((draw) => draw[j]),
      )
      expect(Math.abs(found - exact)).toBeLessThan((ERRORS * (1 - exact * exact)) / Math.sqrt(PATHS) + 1e-9)
    }
  },
)

test('stores are independent unless they are correlated', () => {
  for (const [name, model] of randomModels) {
    if (/correlation|clipped|Markov/.test(name)) continue
    const draws = periodOfPaths(model, PATHS, 1, 6)
    const [x, y] = [0, 1].map((s) => draws.map((draw) => draw[s]))
    expect(Math.abs(correlationOf(x, y)), name).toBeLessThan(ERRORS / Math.sqrt(PATHS))
  }
})

test('autoregressive demand: phi^k between periods k apart, innovations as correlated as asked from the start', () => {
  const persistence = [0.8, -0.6]
  const model = autoregressiveDemand({ means: [3, 1], deviations: [2, 5], persistence, correlation: [0.5] })
  const path = onePath(model, 200_000, 3)
  for (const s of [0, 1]) {
    const values = path.map((draw) => draw[s])
    for (const lag of [1, 2, 3]) {
      expect(correlationOf(values.slice(lag), values.slice(0, -lag))).toBeCloseTo(persistence[s] ** lag, 1.7)
    }
  }
  const exact = (0.5 * Math.sqrt((1 - 0.64) * (1 - 0.36))) / (1 + 0.48)
  for (const period of [0, 4]) {
    const draws = periodOfPaths(model, PATHS, period, 8)
    const [x, y] = [0, 1].map((s) => draws.map((draw) => draw[s]))
    expect(Math.abs(correlationOf(x, y) - exact)).toBeLessThan(ERRORS / Math.sqrt(PATHS))
  }
})

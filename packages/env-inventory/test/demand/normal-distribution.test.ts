/** Closed forms of the normal distribution. */
import { expect, test } from 'vitest'
import { clippedMoments, normalCumulative, normalDensity } from '../../src/demand/normal-distribution.ts'

// From mpmath's ncdf, rounded to 16 digits.
test.each([
  [-10, 7.619853024160525e-24],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300944],
  [-1, 0.15865525393145705],
  [0, 0.5],
  [1.96, 0.9750021048517795],
  [6, 0.9999999990134123],
])('P(Z <= %d)', (x, exact) => {
  expect(normalCumulative(x) / exact).toBeCloseTo(1, 13)
})

test('the two ways to the cumulative probability meet, and its ends are 0 and 1', () => {
  for (const x of [-3, 3.0]) expect(normalCumulative(x + 1e-13)).toBeCloseTo(normalCumulative(x - 1e-13), 13)
  expect([-Infinity, -50, 50, Infinity].map(normalCumulative)).toEqual([0, 0, 1, 1.0])
})

test.each([
  [5, 1.6],
  [1, 2.0],
  [0, 1.0],
  [-2, 1.5],
  [-8, 2.0],
])('moments of max(0, X), X with mean %d and deviation %d, are those of integration', (mean, deviation) => {
  const steps = 200_000
  const width = 14 / steps
  let first = 0
  let second = 0
  for (let i = 0; i <= steps; i++) {
    const z = -7 + i * width
    const x = Math.max(0, mean + deviation * z)
    first += x * normalDensity(z) * width
    second += x * x * normalDensity(z) * width
  }
  const clipped = clippedMoments(mean, deviation)
  expect(clipped.mean).toBeCloseTo(first, 7)
  expect(clipped.deviation).toBeCloseTo(Math.sqrt(second - first * first), 6)
})

test('clipping far from 0 changes nothing, and all becomes nothing', () => {
  expect(clippedMoments(1e6, 1)).toEqual({ mean: 1e6, deviation: 1 })
  expect(clippedMoments(-1e6, 1)).toEqual({ mean: 0, deviation: 0 })
  expect(clippedMoments(-3, 0)).toEqual({ mean: 0, deviation: 0 })
})

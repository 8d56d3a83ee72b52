import { expect, test } from 'vitest'
import { equilibriumRow } from '../../src/players/regret-matching.ts'

test('matching pennies with uneven stakes', () => {
  // The column player must be indifferent: 2 p - (1 - p) = -p + (1 - p) gives p = 2/5.
  const row = equilibriumRow(Float64Array.of(2, -1, -1, 1), 2, 2, 20_000)
  expect(row[0]).toBeCloseTo(0.4, 1)
  expect(row[0] + row[1]).toBeCloseTo(1, 9)
})

test('a row that is always better is taken', () => {
  const row = equilibriumRow(Float64Array.of(0, 1, 2, 3, 1, 2), 3, 2, 400)
  expect(row[1]).toBeGreaterThan(0.95)
})

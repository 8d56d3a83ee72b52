import { describe, expect, test } from 'vitest'
import * as math from '../../src/math/index.ts'
import { readGolden, ulpError } from './golden.ts'

/** Largest error allowed on the golden points: the measured maximum over millions of points, rounded up. */
const LIMITS: Readonly<Record<Exclude<keyof typeof math, 'exps' | 'sines' | 'cosines'>, number>> = {
  sin: 0.52,
  cos: 0.52,
  exp: 0.515,
  log: 0.52,
  log1p: 0.52,
  expm1: 0.545,
  tanh: 0.53,
  atan: 0.54,
  atan2: 0.54,
  pow: 0.51,
}

describe.each(Object.entries(LIMITS))('%s on golden points', (name, limit) => {
  const f = math[name as keyof typeof math] as (...args: readonly number[]) => number
  const { points, columns } = readGolden(name)
  const arity = columns.length - 2

  test(`is within ${limit} ulp of the true value`, () => {
    expect(points.length).toBeGreaterThan(2500)
    let worst = 0
    let at: readonly number[] = []
    for (const point of points) {
      const error = ulpError(f(...point.slice(0, arity)), point[arity], point[arity + 1])
      if (!(error <= worst)) {
        worst = error
        at = point
      }
    }
    expect(worst, `${name}(${at.slice(0, arity).join(', ')})`).toBeLessThan(limit)
  })

  test('is exact where the true value is a double', () => {
    for (const point of points) {
      if (point[arity + 1] === 0 && Math.abs(point[arity]) > 1e-300) {
        expect(Math.abs(f(...point.slice(0, arity)) - point[arity])).toBeLessThanOrEqual(0)
      }
    }
  })
})

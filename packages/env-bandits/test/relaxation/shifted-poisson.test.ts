import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import {
  ShiftedPoisson,
  jacobiRadius,
  leastShift,
  optimalRelaxation,
} from '../../src/relaxation/shifted-poisson.ts'

interface Grid {
  readonly rho_jacobi: number
  readonly omega_opt: number
  readonly iters: Readonly<Record<string, number>>
  readonly iters_at_omega_opt: number
  readonly best_iters_grid005: number
  readonly best_omega_range: readonly [number, number]
}

interface Shift {
  readonly rho_jacobi: number
  readonly omega_opt: number
  readonly iters_gs: number
  readonly iters_at_opt: number
  readonly best: number
  readonly best_omega: number
}

const golden: {
  readonly grids: Readonly<Record<string, Grid>>
  readonly shift_family_n10_b_ones: Readonly<Record<string, Shift>>
} = JSON.parse(readFileSync(new URL('../golden/sor-poisson.json', import.meta.url), 'utf8'))

/** Iterations where b is all ones. */
function counter(n: number, c: number): (omega: number) => number {
  const solver = new ShiftedPoisson(n, 1e-8, 10_000)
  solver.load(new Float64Array(n * n).fill(1), 0, Float64Array.of(c), 0)
  return (omega) => solver.iterations(Float64Array.of(omega), 0)
}

describe.each(Object.entries(golden.grids))('a grid of %s points a side', (side, grid) => {
  const n = Number(side)
  const count = counter(n, 0)

  test('takes the golden numbers of iterations', () => {
    const got = Object.fromEntries(Object.keys(grid.iters).map((omega) => [omega, count(Number(omega))]))
    expect(got).toEqual(grid.iters)
    expect(count(grid.omega_opt)).toBe(grid.iters_at_omega_opt)
  })

  test('has the golden radius and optimal relaxation', () => {
    expect(jacobiRadius(n, 0)).toBeCloseTo(grid.rho_jacobi, 14)
    expect(optimalRelaxation(jacobiRadius(n, 0))).toBeCloseTo(grid.omega_opt, 12)
  })

  test('is solved fastest where the golden scan says', () => {
    const [low, high] = grid.best_omega_range
    expect(count(low)).toBe(grid.best_iters_grid005)
    expect(count(high)).toBe(grid.best_iters_grid005)
    expect(count(low - 0.005)).toBeGreaterThan(grid.best_iters_grid005)
    expect(count(high + 0.005)).toBeGreaterThan(grid.best_iters_grid005)
  })
})

test.each(Object.entries(golden.shift_family_n10_b_ones))(
  'shift %s takes the golden numbers',
  (shift, row) => {
    const c = Number(shift)
    const count = counter(10, c)
    expect(jacobiRadius(10, c)).toBeCloseTo(row.rho_jacobi, 14)
    expect(optimalRelaxation(jacobiRadius(10, c))).toBeCloseTo(row.omega_opt, 12)
    expect(count(1)).toBe(row.iters_gs)
    expect(count(row.omega_opt)).toBe(row.iters_at_opt)
    expect(count(row.best_omega)).toBe(row.best)
  },
)

/** Row by row in place, the residual computed afterwards. */
function plainIterations(n: number, b: Float64Array, c: number, omega: number, limit: number): number {
  const x = new Float64Array(n * n)
  const around = (i: number, j: number): number =>
    (i > 0 ? x[(i - 1) * n + j] : 0) +
    (j > 0 ? x[i * n + j - 1] : 0) +
    (i < n - 1 ? x[(i + 1) * n + j] : 0) +
    (j < n - 1 ? x[i * n + j + 1] : 0)
  const norm = Math.sqrt(b.reduce((sum, value) => sum + value * value, 0))
  for (let k = 1; k < limit; k++) {
    for (let p = 0; p < n * n; p++) {
      const i = Math.floor(p / n)
      x[p] += (omega / (4 + c)) * (b[p] - (4 + c) * x[p] + around(i, p % n))
    }
    let squares = 0
    for (let p = 0; p < n * n; p++) {
      const residual = b[p] - (4 + c) * x[p] + around(Math.floor(p / n), p % n)
      squares += residual * residual
    }
    if (Math.sqrt(squares) / norm < 1e-8) return k
  }
  return limit
}

test('sweeps from one array to the other take as many iterations as sweeps in place', () => {
  const relaxations = fc.double({ min: 0.3, max: 1.97, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      relaxations,
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.nat(),
      (n, omega, above, seed) => {
        const b = new Float64Array(n * n)
        Seed.from(seed)
          .stream()
          .normals(b, 0, n * n)
        const c = leastShift(n) + 0.05 + above
        const solver = new ShiftedPoisson(n, 1e-8, 2000)
        solver.load(b, 0, Float64Array.of(c), 0)
        const got = solver.iterations(Float64Array.of(omega), 0)
        // A residual within rounding of the tolerance may fall on either side of it.
        expect(Math.abs(got - plainIterations(n, b, c, omega, 2000))).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 100 },
  )
})

test('stops at the limit', () => {
  const solver = new ShiftedPoisson(10, 1e-8, 50)
  solver.load(new Float64Array(100).fill(1), 0, Float64Array.of(0), 0)
  expect(solver.iterations(Float64Array.of(1), 0)).toBe(50)
})

test.each([1.5, 1, -0.1, NaN])('no relaxation is optimal for a radius of %d', (rho) => {
  expect(() => optimalRelaxation(rho)).toThrow(`rho: got ${rho}, expected a number of at least 0, below 1`)
})

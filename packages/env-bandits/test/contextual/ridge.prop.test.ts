import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { ActionFeatures } from '../../src/contextual/action-features.ts'
import { linear } from '../../src/contextual/linear.ts'
import { LinearModels } from '../../src/contextual/linear-models.ts'
import { RidgeModels } from '../../src/contextual/ridge.ts'
import { withoutKernel } from '../without-kernel.ts'
import { highest } from '../../src/policies/index-policy.ts'

const numbers = fc.double({ min: -2, max: 2, noNaN: true })

/** The solution of a symmetric positive definite system, by Gauss's elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]])
  const n = rows.length
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k][i] / rows[i][i]
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j]
    }
  }
  const solution: number[] = Array.from({ length: n }, () => 0)
  for (let i = n - 1; i >= 0; i--) {
    const rest = rows[i].slice(i + 1, n).reduce((sum, value, j) => sum + value * solution[i + 1 + j], 0)
    solution[i] = (rows[i][n] - rest) / rows[i][i]
  }
  return solution
}

test('theta and variance are those of the normal equations', () => {
  const observation = fc.record({
    x: fc.array(numbers, { minLength: 4, maxLength: 4 }),
    reward: numbers,
    weight: fc.integer({ min: 1, max: 4 }),
  })
  fc.assert(
    fc.property(
      fc.array(observation, { maxLength: 40 }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.array(numbers, { minLength: 4, maxLength: 4 }),
      (observations, regularisation, query) => {
        const models = new RidgeModels(2, 4, regularisation)
        const matrix = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? regularisation : 0)))
        const right = [0, 0, 0, 0]
        for (const { x, reward, weight } of observations) {
          const features = Float32Array.from(x)
          models.learn(1, features, 0, reward, weight)
          for (let i = 0; i < 4; i++) {
            right[i] += weight * reward * features[i]
            for (let j = 0; j < 4; j++) matrix[i][j] += weight * features[i] * features[j]
          }
        }
        const q = Float32Array.from(query)
        const theta = solve(matrix, right)
        const mean = theta.reduce((sum, value, k) => sum + value * q[k], 0)
        const variance = solve(matrix, [...q]).reduce((sum, value, k) => sum + value * q[k], 0)
        expect(models.mean(1, q, 0)).toBeCloseTo(mean, 8)
        expect(models.variance(1, q, 0)).toBeCloseTo(variance, 8)
        expect(models.mean(0, q, 0)).toBe(0)
      },
    ),
  )
})

test('drawn thetas have the posterior’s mean and covariance', () => {
  const models = new RidgeModels(1, 2, 1)
  for (const [p, q] of [
    [1, 0.5],
    [0.25, -1],
    [0.75, 1],
  ])
    models.learn(0, Float32Array.of(p, q), 0, p)
  const drawn = new Float64Array(2)
  const stream = Seed.from(5).stream()
  const draws = 40_000
  const directions = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, 1)]
  const squares = [0, 0, 0]
  for (let k = 0; k < draws; k++) {
    models.drawTheta(0, 2, stream, drawn)
    directions.forEach((x, i) => {
      const error = x[0] * drawn[0] + x[1] * drawn[1] - models.mean(0, x, 0)
      squares[i] += error * error
    })
  }
  directions.forEach((x, i) => {
    // A variance's standard error is sqrt(2 / draws) of it: these are four of them.
    const expected = 4 * models.variance(0, x, 0)
    expect(Math.abs(squares[i] / draws - expected)).toBeLessThan(4 * Math.sqrt(2 / draws) * expected)
  })
})

test.each(['shared', 'disjoint'] as const)(
  '%s indices are means and deviations, on the kernel and without it',
  async (model) => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 1, max: 6 }),
        async (seed, K, dimension) => {
          const environment = await linear.make({ actions: K, dimension }, 2)
          const features = new ActionFeatures(environment)
          const fast = new LinearModels(2, features, { model, regularisation: 0.5 })
          const plain = await withoutKernel(
            async () => new LinearModels(2, features, { model, regularisation: 0.5 }),
          )
          const actions = new Int32Array(2)
          environment.reset(Seed.from(seed))
          for (let t = 0; t < 40; t++) {
            fast.look()
            plain.look()
            for (let w = 0; w < 2; w++) {
              fast.writeIndices(w, 1.5)
              plain.writeIndices(w, 1.5)
              expect(fast.indices).toEqual(plain.indices)
              actions[w] = highest(fast.indices, 0, K)
              for (let a = 0; a < K; a++) expect(fast.indices[a]).toBe(index(fast, features, w, a))
              const at = features.at(w, actions[w])
              for (const models of [fast, plain])
                models.learn(w, actions[w], features.values, at, (t % 7) / 7, 1 + (t % 3))
            }
            environment.step(actions)
          }
          expect(fast.ridge.thetas).toEqual(plain.ridge.thetas)
        },
      ),
      { numRuns: 30 },
    )
  },
)

/** By its own formula, one action at a time. */
function index(models: LinearModels, features: ActionFeatures, w: number, a: number): number {
  const { values } = features
  const of = models.of(w, a)
  const place = features.at(w, a)
  return models.ridge.mean(of, values, place) + 1.5 * Math.sqrt(models.ridge.variance(of, values, place))
}

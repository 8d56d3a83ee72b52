import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { ActionFeatures } from '../../src/contextual/action-features.ts'
import { linear } from '../../src/contextual/linear.ts'
import { LinearModels } from '../../src/contextual/linear-models.ts'
import { leadingIndices } from '../../src/contextual/linucb.ts'
import { RidgeModels } from '../../src/contextual/ridge.ts'
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

test('theta and variance are those of the normal equations, and the bound is no lower than the index', () => {
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
        const index = models.mean(1, q, 0) + 3 * Math.sqrt(models.variance(1, q, 0))
        expect(models.upperBound(1, q, 0, 3)).toBeGreaterThanOrEqual(index - 1e-12)
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

test('LinUCB takes the action of the highest index, though it computes few of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.constantFrom('shared', 'disjoint'),
      fc.boolean(),
      async (seed, model, dynamic) => {
        const environment = await linear.make({ actions: 6, availability: dynamic ? 0.4 : 1 }, 2)
        const features = new ActionFeatures(environment)
        const models = new LinearModels(2, features, { model: model as 'shared', regularisation: 1 })
        const [indices, full] = [new Float64Array(6), new Float64Array(6)]
        const actions = new Int32Array(2)
        environment.reset(Seed.from(seed))
        for (let t = 0; t < 60; t++) {
          for (let w = 0; w < 2; w++) {
            leadingIndices(w, models, features, 1.5, indices)
            for (let a = 0; a < 6; a++) full[a] = features.legal(w, a) ? models.index(w, a, 1.5) : -Infinity
            actions[w] = highest(indices, 0, 6)
            expect(actions[w]).toBe(highest(full, 0, 6))
            models.learn(w, actions[w], features.values, features.at(w, actions[w]), (t % 7) / 7)
          }
          environment.step(actions)
        }
      },
    ),
    { numRuns: 30 },
  )
})

import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { meanFieldConvergence } from '../../src/mean-field/convergence.ts'
import { fixedRule } from '../../src/mean-field/fixed-rule.ts'
import { ringField } from './ring.ts'

/** Everybody stands, wherever it is. */
const STAND = fixedRule([1, -1, -1])
const parameters = { actions: 'discrete', centres: 1, noise: 0, horizon: 2 } as const
const seed = Seed.from(1)

/** E |X / n - p| for binomial X: de Moivre's formula. */
function meanDeviation(n: number, p: number): number {
  const nu = Math.floor(n * p) + 1
  let logarithm = Math.log(2 * nu) + nu * Math.log(p) + (n - nu + 1) * Math.log(1 - p)
  for (let k = 1; k <= nu; k++) logarithm += Math.log((n - nu + k) / k)
  return Math.exp(logarithm) / n
}

test('agents that are independent approach their limit as 1 / sqrt(N), at the distance that theory says', async () => {
  const sizes = [16, 64, 256]
  const options = { parameters, sizes, limit: 1024, runs: 200, seed }
  const { gaps, rate, scoreRate } = await meanFieldConvergence(ringField, STAND, options)
  for (const { agents, distance, score } of gaps) {
    // Agents stand where they began, uniformly on the ring: five bins hold binomial numbers of them.
    expect(Math.abs(distance / (5 * meanDeviation(agents, 0.2)) - 1)).toBeLessThan(0.08)
    // The mean of cos 2 pi x has variance 1 / 2 N, and so the mean size 1 / sqrt(pi N).
    expect(Math.abs(score * Math.sqrt(Math.PI * agents) - 1)).toBeLessThan(0.15)
  }
  expect(Math.abs(rate + 0.5)).toBeLessThan(0.03)
  expect(Math.abs(scoreRate + 0.5)).toBeLessThan(0.08)
})

test('runs that end early count for as long as they last', async () => {
  const options = { parameters: { leaving: true, horizon: 30 }, sizes: [2, 8], limit: 64, runs: 8, seed }
  const { gaps } = await meanFieldConvergence(ringField, fixedRule(new Float32Array(6)), options)
  for (const { distance, score } of gaps) expect(distance > 0 && score > 0).toBe(true)
})

test('a rate needs two sizes, and a limit above them', async () => {
  const refusal = (options: object): Promise<unknown> =>
    meanFieldConvergence(ringField, STAND, {
      parameters,
      sizes: [16, 32],
      limit: 64,
      runs: 2,
      seed,
      ...options,
    })
  await expect(refusal({ sizes: [16] })).rejects.toThrow('meanFieldConvergence.sizes')
  await expect(refusal({ sizes: [16, 0] })).rejects.toThrow('meanFieldConvergence.sizes[1]: got 0')
  await expect(refusal({ limit: 32 })).rejects.toThrow('a whole number above the greatest size, 32')
  await expect(refusal({ runs: 0 })).rejects.toThrow('meanFieldConvergence.runs')
  await expect(refusal({ seed: 5 })).rejects.toThrow('meanFieldConvergence.seed')
})

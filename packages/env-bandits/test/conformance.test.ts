import { expect, test } from 'vitest'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { bernoulli } from '../src/bernoulli.ts'
import { ALGORITHMS } from './runs.ts'

test.each([
  ['two arms', { horizon: 60 }],
  ['two steps', { horizon: 2, means: [0, 1, 0.5] }],
  ['arms in a fixed order', { horizon: 200, means: [0.3, 0.3, 0.1], shuffled: false }],
])('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, parameters) => {
  const report = await checkEnvironment(bernoulli, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(ALGORITHMS)('$id keeps the contracts', { timeout: 30_000 }, async (algorithm) => {
  const report = await checkAlgorithm(algorithm, bernoulli, { parameters: { horizon: 30 } })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
})

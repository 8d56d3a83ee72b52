import { expect, test } from 'vitest'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { algorithms } from '../../src/recovering/recovering-plugin.ts'
import { type RecoveringParameters, recovering } from '../../src/recovering/recovering.ts'

const cases: readonly (readonly [string, Partial<RecoveringParameters>])[] = [
  ['as by default', {}],
  ['two pulls and chances', { ...recovering.settings['chances-20-5'].parameters, horizon: 40 }],
  ['normal noise', { noise: 'normal', budget: 2, horizon: 7 }],
]

test.each(cases)('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, parameters) => {
  const report = await checkEnvironment(recovering, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 30_000 }, async (algorithm) => {
  const report = await checkAlgorithm(algorithm, recovering, { parameters: { horizon: 40 } })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
})

import { expect, test } from 'vitest'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { COUPLED_ALGORITHMS } from '../../src/coupled/coupled-experts.ts'
import { SMALL } from './environments.ts'

test.each(SMALL)('%s keeps the contracts', { timeout: 60_000 }, async (_, definition, parameters) => {
  const report = await checkEnvironment(definition, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(COUPLED_ALGORITHMS)('$id keeps the contracts', { timeout: 60_000 }, async (algorithm) => {
  const [, definition, parameters] = SMALL[2]
  const report = await checkAlgorithm(algorithm, definition, { parameters })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
})

import { expect, test } from 'vitest'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { random } from '../src/random.ts'
import { tiny } from './tiny.ts'

test('the tiny environment keeps the contracts', async () => {
  const report = await checkEnvironment(tiny)
  expect(report.passed, reportText(report)).toBe(true)
})

test('random keeps the contracts', async () => {
  const report = await checkAlgorithm(random, tiny)
  expect(report.passed, reportText(report)).toBe(true)
})

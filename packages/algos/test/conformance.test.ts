import { expect, test } from 'vitest'
import type { EnvironmentDefinition } from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { random } from '../src/methods/random.ts'
import { shop } from './shop.ts'
import { tiny } from './tiny.ts'

test.each<EnvironmentDefinition>([tiny, shop])('$id keeps the contracts', async (environment) => {
  const report = await checkEnvironment(environment)
  expect(report.passed, reportText(report)).toBe(true)
})

test('random keeps the contracts', async () => {
  const report = await checkAlgorithm(random, tiny)
  expect(report.passed, reportText(report)).toBe(true)
})

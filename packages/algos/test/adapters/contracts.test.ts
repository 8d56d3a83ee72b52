/** What is seen through an adapter is an environment like any other. */
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { CASES } from './cases.ts'
import { seenThrough } from './seen.ts'

test.each(Object.keys(CASES))('%s keeps the contracts of an environment', async (name) => {
  const { definition, parameters, adapters, requires, except = [] } = CASES[name]
  const report = await checkEnvironment(seenThrough(definition, adapters, requires), {
    ...(parameters && { parameters }),
    steps: 12,
  })
  const failed = report.checks.filter(({ status }) => status === 'failed').map(({ id }) => id)
  expect(failed, reportText(report)).toEqual(except)
})

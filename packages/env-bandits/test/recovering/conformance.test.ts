import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/recovering/recovering-plugin.ts'
import { type RecoveringParameters, recovering } from '../../src/recovering/recovering.ts'

const cases: readonly (readonly [string, Partial<RecoveringParameters>])[] = [
  ['as by default', {}],
  ['two pulls and chances', { ...recovering.settings['chances-20-5'].parameters, horizon: 40 }],
  ['normal noise', { noise: 'normal', budget: 2, horizon: 7 }],
]

test.each(cases)('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, parameters) => {
  await expectContracts(recovering, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 30_000 }, async (algorithm) => {
  await expectPlays(algorithm, recovering, { horizon: 40 })
})

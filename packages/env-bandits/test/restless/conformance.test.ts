import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/restless/restless-plugin.ts'
import { restless } from '../../src/restless/restless.ts'

test.each([
  ['as by default', {}],
  ['few steps', { horizon: 3, starts: [0, 1], score: 'reward' as const }],
  [
    'three arms, at most two active',
    {
      ...restless.settings['whittle-gap'].parameters,
      budget: 2,
      budgetRule: 'at-most' as const,
      horizon: 30,
    },
  ],
  ['twenty arms', { ...restless.settings['chains-20-5-h20'].parameters }],
])('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, parameters) => {
  await expectContracts(restless, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 30_000 }, async (algorithm) => {
  await expectPlays(algorithm, restless, { horizon: 30 })
})

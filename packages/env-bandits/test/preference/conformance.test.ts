import { test } from 'vitest'
import { settingOf } from '@gauntlet/core'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/preference/preference-plugin.ts'
import { dueling } from '../../src/preference/dueling.ts'

test.each([
  ['a Condorcet winner', { horizon: 60 }],
  [
    'a circle in a fixed order',
    { ...settingOf(dueling, 'cycle-3').parameters, horizon: 50, shuffled: false },
  ],
  ['two arms, one step', { preferences: [0.5, 1, 0, 0.5], horizon: 1 }],
])('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  await expectContracts(dueling, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 120_000 }, async (algorithm) => {
  await expectPlays(algorithm, dueling, { horizon: 30 })
})

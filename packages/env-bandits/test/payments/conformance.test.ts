import type { AlgorithmDefinition } from '@gauntlet/core'
import { test } from 'vitest'
import { linucb } from '../../src/contextual/linucb.ts'
import { generationRetraining } from '../../src/payments/generation-retraining.ts'
import { payments } from '../../src/payments/payments.ts'
import { ucb1 } from '../../src/policies/ucb.ts'
import { expectContracts, expectPlays } from '../contracts.ts'

const SMALL = { generations: 4, transactions: 25, delay: 5, window: 30 }

test.each([
  ['small', SMALL],
  ['on time', { ...SMALL, delay: 0, window: 0, lost: 0 }],
  [
    'drifting, of two actions',
    { ...SMALL, actions: 2, dimension: 1, availability: 1, drift: 0.5, lost: 0.5 },
  ],
])('the environment keeps the contracts: %s', async (_, parameters) => {
  await expectContracts(payments, parameters)
})

test.each([
  [generationRetraining, SMALL],
  [linucb, { ...SMALL, delay: 0, window: 0 }],
  [ucb1, { ...SMALL, availability: 1 }],
] as const)('%#: the policy keeps the contracts', { timeout: 30_000 }, async (algorithm, parameters) => {
  await expectPlays<object, object>(algorithm as AlgorithmDefinition<object>, payments, parameters)
})

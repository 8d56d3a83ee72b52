import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/meta/meta-plugin.ts'
import { meta } from '../../src/meta/meta.ts'

test.each([
  ['blocks with memory', { pulls: 5, blocks: 6, memory: 3 }],
  ['no memory, no recurrence', { pulls: 1, blocks: 30, memory: 0, arms: 3 }],
  ['one pull', { pulls: 1, blocks: 1, memory: 2, alpha: 0.5, beta: 2 }],
])('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  await expectContracts(meta, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 120_000 }, async (algorithm) => {
  await expectPlays(algorithm, meta, { pulls: 6, blocks: 4 })
})

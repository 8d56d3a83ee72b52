import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { coverage } from '../../src/submodular/coverage.ts'
import { algorithms } from '../../src/submodular/submodular-plugin.ts'
import { ITEMS, SMALL } from './small-grid.ts'

test.each([
  ['weights drawn, moves that slip', { ...SMALL, weights: 'uniform', slip: 0.3 }],
  ['items', ITEMS],
  ['entropy', { ...SMALL, objective: 'entropy' }],
  ['two rooms, two hills, one step', { ...SMALL, map: 'two-rooms', weights: 'bimodal', horizon: 1 }],
] as const)('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  await expectContracts(coverage, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 120_000 }, async (algorithm) => {
  await expectPlays(algorithm, coverage, { ...SMALL, weights: 'uniform' })
})

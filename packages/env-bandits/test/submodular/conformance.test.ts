import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { type CoverageParameters, coverage } from '../../src/submodular/coverage.ts'
import { algorithms } from '../../src/submodular/submodular-plugin.ts'

const SMALL: Partial<CoverageParameters> = { width: 4, height: 3, start: 5, horizon: 12 }
const ITEMS: Partial<CoverageParameters> = {
  ...SMALL,
  objective: 'items',
  itemCells: [3, 4],
  itemDemands: [2, 1],
}

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

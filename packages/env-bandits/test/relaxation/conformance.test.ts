import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/relaxation/relaxation-plugin.ts'
import { sor } from '../../src/relaxation/sor.ts'

/** Systems that take no time. */
const SMALL = { side: 3, relaxations: [0.8, 1, 1.2, 1.5], tolerance: 0.01, horizon: 40 }

test.each([
  ['small systems', SMALL],
  ['one point, one shift, one step', { ...SMALL, side: 1, shiftRange: 0, horizon: 1 }],
  ['a limit that is met', { ...SMALL, limit: 2, shiftAlpha: 2, shiftBeta: 6 }],
])('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  await expectContracts(sor, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 120_000 }, async (algorithm) => {
  await expectPlays(algorithm, sor, SMALL)
})

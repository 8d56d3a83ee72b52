import { test } from 'vitest'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms } from '../../src/herd/herd-plugin.ts'
import { herd } from '../../src/herd/herd.ts'

test.each([
  ['an altruist', { horizon: 40 }],
  ['a biased planner', { planner: 'biased', cost: 'quadratic', slope: 4, belief: 0.3, horizon: 30 }],
  ['one agent, no cost', { slope: 0, precision: 1, belief: 1, discount: 0, horizon: 1 }],
] as const)('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  await expectContracts(herd, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 120_000 }, async (algorithm) => {
  await expectPlays(algorithm, herd, { horizon: 20, discount: 0.3 })
})

import { test } from 'vitest'
import { type MinorityParameters, minority } from '../../src/minority/minority.ts'
import { algorithms } from '../../src/minority/minority-plugin.ts'
import { expectContracts, expectPlays } from '../contracts.ts'

const worlds: readonly (readonly [string, Partial<MinorityParameters>])[] = [
  ['as by default', {}],
  ['one attacker of twenty', { agents: 20, minority: 1, horizon: 20 }],
  ['a game of two sides', { agents: 12, majority: 'policy', horizon: 30 }],
  ['discrete, means', { agents: 9, minority: 3, actions: 'discrete', observation: 'means', victims: 6 }],
  ['most are the attacker’s', { agents: 6, minority: 5, victims: 1, speed: 0 }],
  ['plane', { agents: 12, space: 'plane' }],
  ['Klein bottle', { agents: 12, space: 'klein', speed: 0.3 }],
  ['projective plane', { agents: 12, majority: 'policy', space: 'projective', speed: 0.3 }],
]

test.each(worlds)('swarm/minority keeps the contracts: %s', { timeout: 60_000 }, async (_, parameters) => {
  await expectContracts(minority, parameters)
})

test.each(algorithms)('$id keeps the contracts', { timeout: 60_000 }, async (algorithm) => {
  await expectPlays(algorithm, minority, { agents: 10, minority: 3, horizon: 20 })
})

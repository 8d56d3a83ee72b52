import { test } from 'vitest'
import { type AggregationParameters, aggregation } from '../../src/control/aggregation.ts'
import { algorithms } from '../../src/control/control-plugin.ts'
import {
  aggregationMeanField,
  kuramotoMeanField,
  vicsekMeanField,
} from '../../src/control/mean-field-tasks.ts'
import type { TurningParameters } from '../../src/control/turning-parameters.ts'
import { kuramoto, vicsek } from '../../src/control/turning.ts'
import { expectContracts, expectPlays } from '../contracts.ts'

const crowds: readonly (readonly [string, Partial<AggregationParameters & TurningParameters>])[] = [
  ['as by default', {}],
  ['few, who leave', { agents: 7, fewest: 2, leaving: 0.2, horizon: 20 }],
  ['among zealots', { agents: 5, zealots: 4, horizon: 9 }],
]

test.each(crowds)('swarm/aggregation keeps the contracts: %s', { timeout: 60_000 }, async (_, parameters) => {
  await expectContracts(aggregation, parameters)
})

const turning: readonly (readonly [string, Partial<TurningParameters>])[] = [
  ...crowds,
  ['discrete', { actions: 'discrete', agents: 12, observation: 'means' }],
  ['plane', { space: 'plane', agents: 12 }],
  ['box', { space: 'box', agents: 12 }],
  ['Möbius strip', { space: 'moebius', agents: 12 }],
  ['Klein bottle', { space: 'klein', agents: 12 }],
  ['projective plane', { space: 'projective', agents: 12 }],
]

test.each(turning)('swarm/vicsek keeps the contracts: %s', { timeout: 60_000 }, async (_, parameters) => {
  await expectContracts(vicsek, { speed: 0.3, ...parameters })
})

test('swarm/kuramoto keeps the contracts', { timeout: 60_000 }, async () => {
  await expectContracts(kuramoto, { agents: 20 })
})

test.each([aggregationMeanField, kuramotoMeanField, vicsekMeanField].map((view) => [view.id, view] as const))(
  '%s keeps the contracts',
  { timeout: 60_000 },
  async (_, view) => {
    await expectContracts(view as typeof vicsekMeanField, { agents: 20, bins: 3 })
  },
)

test.each(algorithms)('$id keeps the contracts', { timeout: 60_000 }, async (algorithm) => {
  const definition = algorithm.requires.environments!.includes('swarm/vicsek') ? vicsek : aggregation
  await expectPlays(algorithm, definition as typeof vicsek, { agents: 10, horizon: 20 })
})

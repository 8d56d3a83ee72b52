import { type EnvironmentDefinition, Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { beerGame } from '../src/problems/beer-game.ts'
import { classics } from '../src/problems/classics.ts'
import { manyWarehouses } from '../src/problems/many-warehouses.ts'
import { anyNetwork } from '../src/problems/network.ts'
import { oneStore } from '../src/problems/one-store.ts'
import { oneWarehouse } from '../src/problems/one-warehouse.ts'
import { orGymNetwork, orGymSerial } from '../src/problems/or-gym.ts'
import { serial } from '../src/problems/serial.ts'
import { transshipment } from '../src/problems/transshipment.ts'

/** Every network environment by its defaults, and what else there is of rules, demand and observations. */
const WORLDS: readonly (readonly [EnvironmentDefinition, name: string, parameters: object])[] = [
  ...[oneStore, oneWarehouse, transshipment, serial, manyWarehouses, ...classics].map(
    (definition) => [definition, 'default', {}] as const,
  ),
  [oneStore, 'whole orders, geometric demand', { orders: 'whole', demand: 'geometric' }],
  [
    oneStore,
    'three objectives',
    { objectives: 'cost-service-stock', demand: 'negative-binomial', deviations: [4] },
  ],
  [oneStore, 'numbered, features, past', { scenarios: 4, features: true, pastDemand: 3 }],
  [oneStore, 'autoregressive', { demand: 'autoregressive', unmetDemand: 'backlogged' }],
  [oneStore, 'Markov-modulated', { means: [2, 9], transitions: [0.9, 0.1, 0.2, 0.8], demand: 'uniform' }],
  [oneWarehouse, 'whole orders', { orders: 'whole', demand: 'binomial' }],
  [manyWarehouses, 'profit', { profit: true }],
  [beerGame, 'each for itself', { control: 'nodes', demand: 'poisson' }],
  [orGymSerial, 'lost', { unmetDemand: 'lost' }],
  [orGymNetwork, 'published', { published: true }],
  [anyNetwork, 'random lead times', anyNetwork.settings['random-lead-times'].parameters],
  [anyNetwork, 'fixed costs', anyNetwork.settings['fixed-costs'].parameters],
]

/** Left out: levels that a search finds, which costs more than it tells. */
const SEARCHED = 'tuned-base-stock'

/**
 * Digests of what 3 worlds show in 80 steps. One that changes means that results change: raise the version of the
 * environment (or of the algorithm, in `plugin.ts`), then write the file anew with
 * `npx vitest run --project env-inventory rollouts --update`.
 */
test('roll-outs are those of the frozen digests', { timeout: 60_000 }, async () => {
  const digests: Record<string, string> = {}
  for (const [definition, name, parameters] of WORLDS) {
    const environment = await definition.make(parameters, 3)
    const experts = (environment.spec.experts ?? []).map((expert) => expert.name)
    for (const policyName of ['random', ...experts.filter((expert) => expert !== SEARCHED)]) {
      const policy = policyName === 'random' ? uniformPolicy() : environment.expert!.policy(policyName)
      digests[`${definition.id}@${definition.version} ${name} ${policyName}`] = trajectoryDigest(
        environment,
        policy,
        Seed.from(7),
        80,
      )
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})

test('orders that are not finite are refused by world and edge', async () => {
  const environment = await anyNetwork.make({}, 2)
  environment.reset(Seed.from(1))
  const orders = new Float32Array(12).fill(1)
  orders[7] = NaN
  expect(() => environment.step(orders)).toThrow(
    /world 1, agent 0: action NaN is not legal; expected a finite number from 0 to \S+ in element 1 \(near to middle\)/,
  )
})

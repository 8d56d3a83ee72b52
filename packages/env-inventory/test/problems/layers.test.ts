import { Seed, allocateActions } from '@gauntlet/core'
import { expect, test } from 'vitest'
import type { EdgeDescription, NetworkDescription } from '../../src/index.ts'
import { anyNetwork, writeNetworkFile } from '../../src/index.ts'

/** A supplier, layers of two warehouses each of which orders from both of the layer above, and a store. */
function layered(layers: number): NetworkDescription {
  const names = (layer: number): string[] => [`left ${layer}`, `right ${layer}`]
  const above = (layer: number): string[] => (layer === 0 ? ['supplier'] : names(layer - 1))
  const warehouses = Array.from({ length: layers }, (_, layer) => names(layer)).flat()
  const edges: EdgeDescription[] = Array.from({ length: layers }, (_, layer) =>
    names(layer).flatMap((target) => above(layer).map((source) => ({ source, target, leadTime: 1 }))),
  ).flat()
  return {
    nodes: [
      { name: 'store', kind: 'store', holdingCost: 1, underageCost: 9 },
      ...warehouses.map((name) => ({ name, kind: 'warehouse' as const })),
      { name: 'supplier', kind: 'supplier' },
    ],
    edges: [...edges, ...names(layers - 1).map((source) => ({ source, target: 'store', leadTime: 1 }))],
  }
}

test('forty layers, with 2^40 ways from the supplier to the store, are made and played', async () => {
  const network = writeNetworkFile(layered(40))
  const environment = await anyNetwork.make({ network, orderLimit: 3, demand: 'poisson', means: [5] }, 1)
  const { high } = environment.spec.action as { high: readonly number[] }
  expect(high).toEqual(Array.from({ length: 160 }, () => 15))
  const policy = environment.expert!.policy('base-stock')
  const actions = allocateActions(environment.spec.action, 1)
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(1))
  policy.act(environment, actions, 'greedy')
  environment.step(actions)
  expect(environment.rewards[0]).toBeLessThan(0)
})

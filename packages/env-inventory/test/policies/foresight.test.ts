import { Seed, allocateActions } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  type NetworkDescription,
  type OneStoreParameters,
  networkExperts,
  oneStore,
  oneWarehouse,
  serial,
} from '../../src/index.ts'
import { makeProblem } from '../../src/network/network-environment.ts'
import { assembleProblem } from '../../src/problems/common-parameters.ts'
import { OR_GYM_SERIAL } from '../../src/problems/or-gym-networks.ts'
import { evaluate } from '../support/evaluate.ts'

const oracle = (parameters: Partial<OneStoreParameters>): ReturnType<typeof evaluate> =>
  evaluate(
    oneStore,
    { horizon: 60, warmUp: 30, ...parameters },
    (environment) => environment.expert!.policy('just-in-time'),
    32,
    16,
  )

const LATE: NetworkDescription = {
  nodes: [
    { name: 'store', kind: 'store', stock: 60 },
    { name: 'warehouse', kind: 'warehouse', stock: 80 },
    { name: 'supplier', kind: 'supplier' },
  ],
  edges: [
    { source: 'warehouse', target: 'store', leadTime: 2, orderDelay: 2 },
    { source: 'supplier', target: 'warehouse', leadTime: 3, orderDelay: 1 },
  ],
  unmetOrders: 'backlogged',
}

describe('just in time', () => {
  test('costs nothing once what was there at the beginning is used up', async () => {
    expect((await oracle({ demand: 'normal', clip: true, leadTime: 3 })).mean).toBeLessThan(1e-4)
    expect((await oracle({ demand: 'normal', clip: true, unmetDemand: 'backlogged' })).mean).toBeLessThan(
      1e-4,
    )
  })

  test('follows processes with a memory, and numbered instances', async () => {
    expect((await oracle({ demand: 'autoregressive', clip: true })).mean).toBeLessThan(1e-4)
    expect((await oracle({ demand: 'normal', clip: true, scenarios: 7 })).mean).toBeLessThan(1e-4)
    const regimes = { means: [2, 8], transitions: [0.9, 0.1, 0.2, 0.8], orderLimit: 20 }
    expect((await oracle(regimes)).mean).toBeLessThan(1e-4)
  })

  test('serves stores behind warehouses, and stages in a row', async () => {
    const policy = 'just-in-time'
    const parameters = { horizon: 60, warmUp: 30 }
    const warehouse = await evaluate(oneWarehouse, parameters, ({ expert }) => expert!.policy(policy), 16, 16)
    expect(warehouse.mean).toBeLessThan(1e-3)
    const stages = await evaluate(serial, parameters, ({ expert }) => expert!.policy(policy), 16, 16)
    expect(stages.mean).toBeLessThan(1e-3)
  })

  test.each([
    ['OR-Gym’s stages, where orders are filled before receipts', OR_GYM_SERIAL],
    ['orders that take their time', LATE],
  ])('knows how long orders take: %s', (_, network) => {
    const parameters = oneStore.resolve({ means: [20], orders: 'whole', horizon: 120, warmUp: 70 })
    const problem = assembleProblem('test', parameters, { network })
    const environment = makeProblem(problem, networkExperts, 4)
    const policy = environment.expert!.policy('just-in-time')
    const actions = allocateActions(environment.spec.action, 4)
    environment.reset(Seed.from(1))
    policy.begin(environment, Seed.from(1))
    for (let t = 0; t < 120; t++) {
      policy.act(environment, actions, 'greedy')
      environment.step(actions)
    }
    const metric = (name: string): number =>
      environment.metrics[environment.spec.metrics.findIndex((other) => other.name === name)]
    expect(metric('fill_rate')).toBe(1)
    expect(metric('stock')).toBe(0)
  })

  test('takes up another instance when it is told of it', async () => {
    const environment = await oneStore.make({ demand: 'normal', clip: true, horizon: 200, warmUp: 60 }, 2)
    const policy = environment.expert!.policy('just-in-time')
    const actions = allocateActions(environment.spec.action, 2)
    environment.reset(Seed.from(1))
    policy.begin(environment, Seed.from(1))
    for (let t = 0; t < 20 + 200; t++) {
      if (t === 20) {
        for (let w = 0; w < 2; w++) {
          environment.instance!.restart(w, { key: Seed.from(w + 5) })
          policy.forget!(w)
        }
      }
      policy.act(environment, actions, 'greedy')
      environment.step(actions)
    }
    expect([...environment.ended]).toEqual([1, 1])
    expect(environment.metrics[0]).toBeLessThan(1e-4)
  })
})

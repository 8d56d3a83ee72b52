/**
 * Networks of stock. Simulators under base stock with demand drawn before, on the kernel and by plain loops; environments
 * with the base-stock expert; and episodes on a tape, with all their derivatives. A call is one episode in every world.
 */
import { Seed } from '@gauntlet/core'
import {
  NetworkSimulator,
  buildNetwork,
  describeDistribution,
  manyWarehouses,
  nicStores,
  nicTwoWarehouses,
  oneStore,
  oneWarehouse,
  orderUpTo,
  serial,
} from '@gauntlet/env-inventory'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/network/world-memory.ts')} */
const { HEAP, KernelMemory } = await import(`${DIST}network/world-memory.js`)

const PERIODS = 50
const BATCH = 1024
const { leadTimes, ...costs } = nicStores(10)
const STORES = { holdingCosts: [...costs.holdingCosts], underageCosts: [...costs.underageCosts] }

/** @type {readonly (readonly [name: string, network: import('@gauntlet/env-inventory').DistributionNetwork])[]} */
const NETWORKS = [
  ['one store', { leadTimes: [[4]], holdingCosts: [1], underageCosts: [9], unmetDemand: 'lost' }],
  [
    'one warehouse, 10 stores',
    {
      ...STORES,
      leadTimes: Array.from(leadTimes, (leadTime) => [leadTime]),
      warehouseLeadTimes: [3],
      warehouseHoldingCosts: [0.3],
      unmetDemand: 'lost',
    },
  ],
  [
    '4 stages',
    {
      leadTimes: [[1]],
      holdingCosts: [1],
      underageCosts: [9],
      warehouseLeadTimes: [2],
      warehouseHoldingCosts: [0.5],
      echelonLeadTimes: [4, 3],
      echelonHoldingCosts: [0.1, 0.2],
      unmetDemand: 'backlogged',
    },
  ],
  [
    '2 warehouses, 10 stores',
    {
      ...STORES,
      leadTimes: nicTwoWarehouses.leadTimes,
      warehouseLeadTimes: [3, 3],
      warehouseHoldingCosts: nicTwoWarehouses.holdingCosts,
      warehouseUnitCosts: nicTwoWarehouses.edgeCosts,
      unmetDemand: 'lost',
    },
  ],
]

const simulators = new Suite(`Simulators, ${BATCH} worlds`, 'store-periods')
for (const [name, description] of NETWORKS) {
  const network = buildNetwork(describeDistribution(description), name)
  for (const simulator of [
    new NetworkSimulator(network, BATCH),
    new NetworkSimulator(network, BATCH, HEAP),
  ]) {
    const { stores, edges } = simulator.plan
    const stream = Seed.from(0).stream()
    const demand = Array.from({ length: PERIODS }, () => simulator.demand.map(() => stream.poisson(5)))
    // Every edge has the stores' demand over its lead time to cover, and a period more.
    const levels = edges.map(({ slots }) => (5 * (slots + 1) * stores.length) / edges.length)
    const path = simulator.memory instanceof KernelMemory ? 'kernel' : 'loops'
    await simulators.add(`${name}, ${path}`, PERIODS * BATCH * stores.length, () => {
      for (const drawn of demand) {
        orderUpTo(simulator, levels)
        simulator.step(simulator.orders, drawn)
      }
    })
  }
}

const ONE_STORE = { demand: /** @type {const} */ ('poisson'), means: [5], leadTime: 4, horizon: PERIODS }

const environments = new Suite('Environments under base stock', 'steps')
for (const batch of [1, 128, BATCH]) {
  const environment = await oneStore.make(ONE_STORE, batch)
  const actions = new Float32Array(batch)
  environment.reset(Seed.from(0))
  const policy = environment.expert?.policy('base-stock')
  if (policy === undefined) throw new Error('one store: has no experts')
  policy.begin(environment, Seed.from(1))
  await environments.add(`one store, ${batch === 1 ? '1 world' : `${batch} worlds`}`, PERIODS * batch, () => {
    for (let t = 0; t < PERIODS; t++) {
      policy.act(environment, actions, 'greedy')
      environment.step(actions)
    }
  })
}

const WORLDS = 128

const derivatives = new Suite(`Forward and back, ${WORLDS} worlds`, 'steps')
for (const [name, environment] of /** @type {const} */ ([
  ['one store', await oneStore.make(ONE_STORE, WORLDS)],
  ['one warehouse', await oneWarehouse.make({ horizon: PERIODS }, WORLDS)],
  ['4 stages', await serial.make({ horizon: PERIODS }, WORLDS)],
  ['2 warehouses, 10 stores', await manyWarehouses.make({ horizon: PERIODS }, WORLDS)],
])) {
  const { observations, rewards, spec } = environment
  const tape = environment.differentiable
  if (tape === undefined || spec.graph === undefined) throw new Error(`${name}: has no derivatives`)
  const actions = new Float32Array(WORLDS * spec.graph.edges.length).fill(5)
  const cotangent = {
    state: new Float64Array(WORLDS * tape.stateSize),
    observations: new Float64Array(observations.length),
    rewards: new Float64Array(rewards.length).fill(1),
  }
  const result = {
    state: new Float64Array(cotangent.state.length),
    actions: new Float64Array(actions.length),
  }
  environment.reset(Seed.from(0))
  await derivatives.add(name, PERIODS * WORLDS, () => {
    tape.record(PERIODS)
    for (let t = 0; t < PERIODS; t++) environment.step(actions)
    cotangent.state.fill(0)
    for (let t = PERIODS - 1; t >= 0; t--) {
      tape.pullback(t, cotangent, result)
      cotangent.state.set(result.state)
    }
  })
}

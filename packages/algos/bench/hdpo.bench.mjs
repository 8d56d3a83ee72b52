/**
 * Gradient steps of HDPO, of 1024 episodes of 50 periods each: forward through the simulator and the network, and back.
 * `peers/nic_speed.py` measures the same settings and networks in Neural_inventory_control, on one thread of PyTorch.
 */
import { hdpo } from '@gauntlet/algos'
import { Seed } from '@gauntlet/core'
import { manyWarehouses, oneStore, oneWarehouse, serial } from '@gauntlet/env-inventory'
import { Suite } from '../../../scripts/lib/measure.mjs'

const EPISODES = 1024
const PERIODS = 50
const WIDE = [512, 512, 512]

/** @typedef {Partial<import('@gauntlet/algos').HdpoConfiguration>} Configuration */

/** @type {readonly (readonly [name: string, definition: import('@gauntlet/core').EnvironmentDefinition, parameters: object, Configuration])[]} */
const ROWS = [
  ['one store lost, MLP 32-32', oneStore, { demand: 'poisson', means: [5] }, { hidden: [32, 32] }],
  ['one store lost, MLP 32-32-32', oneStore, { demand: 'poisson', means: [5] }, {}],
  ['one warehouse 5 stores, MLP 512x3', oneWarehouse, settingOf(oneWarehouse, 'stores-5'), { hidden: WIDE }],
  [
    'one warehouse 10 stores, MLP 512x3',
    oneWarehouse,
    settingOf(oneWarehouse, 'stores-10'),
    { hidden: WIDE },
  ],
  ['one warehouse 10 stores, GNN', oneWarehouse, settingOf(oneWarehouse, 'stores-10'), graph()],
  ['2 warehouses 10 stores, GNN', manyWarehouses, settingOf(manyWarehouses, 'stores-10'), graph()],
  ['serial, MLP 32-32', serial, {}, { hidden: [32, 32] }],
]

/** @returns {Configuration} */
function graph() {
  return { network: 'gnn', hidden: [32, 32], worlds: 64 }
}

/**
 * @param {import('@gauntlet/core').EnvironmentDefinition} definition
 * @param {string} name
 */
function settingOf(definition, name) {
  return { ...definition.settings[name].parameters, features: true }
}

const suite = new Suite(`${EPISODES} episodes of ${PERIODS} periods, wasm`, 'gradient steps', {
  iterations: 4,
  warmupIterations: 1,
  time: 4000,
  warmupTime: 0,
})
for (const [name, definition, parameters, { worlds = 128, ...rest }] of ROWS) {
  const environment = await definition.make({ ...parameters, horizon: PERIODS }, worlds)
  const configuration = { ...rest, worlds, episodes: EPISODES, anneal: false }
  const { spec } = environment
  const learner = await hdpo.create({ spec, configuration, seed: Seed.from(2), backend: 'wasm' })
  environment.reset(Seed.from(1))
  const training = /** @type {Iterable<unknown>} */ (learner.train?.(environment, Infinity))
  const events = training[Symbol.iterator]()
  await suite.add(name, 1, () => {
    // What it reports, and then that it can be saved.
    events.next()
    events.next()
  })
}

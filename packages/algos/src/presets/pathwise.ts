/** What gradients through the simulator come to, beside optima and published scores: the preset `study-hdpo`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** HDPO at 256 episodes a gradient step, of 50 periods each. */
const hdpoOf = (configuration: Readonly<Record<string, unknown>>): ConfiguredAlgorithm => ({
  id: 'hdpo',
  configuration: { episodes: 256, ...configuration },
})
const GRADIENT_STEP = 256 * 50
// Stock is counted in periods of mean demand.
const ONE_STORE = hdpoOf({ learningRate: 1e-2, unit: 5 })
const SEVERAL_PLACES = { hidden: [128, 128], unit: 5, learningRate: 3e-3, maximumGradientNorm: 1 }

/** Lead times, and the gradient steps that they take. */
const BACKLOGGED: readonly (readonly [leadTimes: readonly number[], steps: number])[] = [
  [[1, 4, 7], 2000],
  [[10, 15], 3000],
  [[20], 5000],
]

export const PATHWISE_STUDY: readonly PresetBlock[] = [
  {
    settings: ['inventory/one-store:lost-poisson-*'],
    algorithms: [ONE_STORE, 'inventory/optimal'],
    seeds: 3,
    budget: 1000 * GRADIENT_STEP,
  },
  ...BACKLOGGED.map(([leadTimes, steps]) => ({
    settings: leadTimes.map((leadTime) => `inventory/one-store:backlogged-${leadTime}-*`),
    algorithms: [ONE_STORE, 'inventory/base-stock'],
    seeds: 3,
    budget: steps * GRADIENT_STEP,
  })),
  {
    settings: ['inventory/serial:stages-4-4-4'],
    algorithms: [
      hdpoOf({ hidden: [32, 32], unit: 5, learningRate: 1e-2, maximumGradientNorm: 1 }),
      'inventory/echelon-stock',
    ],
    seeds: 3,
    budget: 6000 * GRADIENT_STEP,
  },
  {
    settings: ['inventory/one-warehouse:stores-3-6'],
    algorithms: [hdpoOf(SEVERAL_PLACES), 'inventory/base-stock'],
    seeds: 3,
    budget: 5000 * GRADIENT_STEP,
  },
  {
    settings: ['inventory/transshipment:stores-5-6-4'],
    algorithms: [hdpoOf({ ...SEVERAL_PLACES, holds: false }), 'inventory/softmax-allocation'],
    seeds: 3,
    budget: 3000 * GRADIENT_STEP,
  },
  {
    settings: ['inventory/many-warehouses:stores-10'],
    algorithms: [hdpoOf(SEVERAL_PLACES), 'inventory/softmax-allocation'],
    seeds: 3,
    budget: 4000 * GRADIENT_STEP,
  },
  {
    settings: ['inventory/transshipment:stores-3-4-9-scenarios-128'],
    algorithms: [
      hdpoOf({
        ...SEVERAL_PLACES,
        network: 'gnn',
        episodes: 128,
        hidden: [32, 32],
        holds: false,
      }),
      'inventory/softmax-allocation',
    ],
    seeds: 3,
    budget: 800 * 128 * 50,
  },
]

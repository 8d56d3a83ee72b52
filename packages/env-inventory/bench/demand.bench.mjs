/** Demands drawn per second: 20 stores, and core's own samplers beside the tables. */
import { Seed, Stream } from '@gauntlet/core'
import {
  autoregressiveDemand,
  binomialDemand,
  geometricDemand,
  markovDemand,
  negativeBinomialDemand,
  normalDemand,
  poissonDemand,
  seriesDemand,
} from '@gauntlet/env-inventory'
import { Suite } from '../../../scripts/lib/measure.mjs'

const STORES = 20
const PERIODS = 5000

/** @param {number} value */
const all = (value) => Array.from({ length: STORES }, () => value)
const means = all(5)
const deviations = all(3)
const stream = new Stream(Seed.from(1))
const out = new Float64Array(STORES)

/** @type {[name: string, model: import('@gauntlet/env-inventory').DemandModel][]} */
const models = [
  ['normal', normalDemand({ means, deviations })],
  ['normal, clipped, one correlation', normalDemand({ means, deviations, correlation: [0.5], clip: true })],
  ['normal, correlation matrix', normalDemand({ means, deviations, correlation: matrix() })],
  ['autoregressive', autoregressiveDemand({ means, deviations, persistence: all(0.5) })],
  ['poisson 5', poissonDemand({ means })],
  ['poisson 500', poissonDemand({ means: all(500) })],
  ['geometric', geometricDemand({ means })],
  ['negative binomial', negativeBinomialDemand({ means, deviations })],
  ['binomial', binomialDemand({ means, trials: all(20) })],
  [
    'two regimes of poisson',
    markovDemand({
      regimes: [poissonDemand({ means }), poissonDemand({ means: all(20) })],
      transitions: [0.9, 0.1, 0.2, 0.8],
    }),
  ],
  [
    'series',
    seriesDemand({
      name: 'series',
      scenarios: 1,
      stores: STORES,
      periods: PERIODS,
      values: new Float64Array(STORES * PERIODS),
    }),
  ],
]

const suite = new Suite(`demand of ${STORES} stores`, 'demands')
for (const [name, model] of models) {
  const state = new Float64Array(model.stateSize)
  await suite.add(name, PERIODS * STORES, () => {
    model.begin(stream, model.paths === undefined ? undefined : 0, state, 0)
    for (let t = 0; t < PERIODS; t++) model.draw(stream, state, 0, out, 0, 1)
  })
}
for (const mean of [5, 500]) {
  await suite.add(`core's poisson(${mean})`, PERIODS * STORES, () => {
    for (let i = 0; i < PERIODS * STORES; i++) out[i % STORES] = stream.poisson(mean)
  })
}

function matrix() {
  return Array.from({ length: STORES * STORES }, (_, i) => (i % (STORES + 1) === 0 ? 1 : 0.5))
}

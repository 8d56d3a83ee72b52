/** One of every kind of demand, of three stores. */
import { autoregressiveDemand } from '../../src/demand/autoregressive-demand.ts'
import { binomialDemand } from '../../src/demand/binomial-demand.ts'
import { constantDemand, sequenceDemand } from '../../src/demand/constant-demand.ts'
import type { DemandModel } from '../../src/demand/demand-model.ts'
import { geometricDemand } from '../../src/demand/geometric-demand.ts'
import { markovDemand } from '../../src/demand/markov-demand.ts'
import { negativeBinomialDemand } from '../../src/demand/negative-binomial-demand.ts'
import { normalDemand } from '../../src/demand/normal-demand.ts'
import { poissonDemand } from '../../src/demand/poisson-demand.ts'
import { uniformDemand } from '../../src/demand/uniform-demand.ts'
import { seriesDemand } from '../../src/series/series-demand.ts'

const means = [5, 2.5, 40]
const deviations = [1.6, 2, 12]

export const MATRIX = [1, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 1] as const

/** Those whose draws vary. */
export const randomModels: readonly (readonly [name: string, model: DemandModel])[] = [
  ['normal', normalDemand({ means, deviations })],
  ['normal, clipped', normalDemand({ means: [1, -1, 10], deviations, clip: true, correlation: [0.5] })],
  ['normal, correlation -0.4', normalDemand({ means, deviations, correlation: [-0.4] })],
  ['normal, correlation matrix', normalDemand({ means, deviations, correlation: MATRIX })],
  ['poisson', poissonDemand({ means: [0.2, 5, 800] })],
  ['uniform', uniformDemand({ means: [0.5, 5, 150] })],
  ['geometric', geometricDemand({ means: [0.2, 5, 800] })],
  ['negative binomial', negativeBinomialDemand({ means: [0.2, 5, 800], deviations: [1, 2.5, 300] })],
  ['binomial', binomialDemand({ means: [8, 0.5, 990], trials: [20, 1, 1000] })],
  ['autoregressive', autoregressiveDemand({ means, deviations, persistence: [0.8, 0, -0.5] })],
  [
    'autoregressive, clipped',
    autoregressiveDemand({
      means,
      deviations,
      persistence: [0.8, 0.1, -0.5],
      correlation: MATRIX,
      clip: true,
    }),
  ],
  [
    'Markov-modulated',
    markovDemand({
      regimes: [
        poissonDemand({ means }),
        normalDemand({ means: [9, 1, 0], deviations }),
        geometricDemand({ means }),
      ],
      transitions: [0.8, 0.1, 0.1, 0, 0.5, 0.5, 0.3, 0, 0.7],
    }),
  ],
]

export const models: readonly (readonly [name: string, model: DemandModel])[] = [
  ...randomModels,
  ['constant', constantDemand({ means })],
  ['sequence', sequenceDemand({ stores: 3, sequence: [4, 4, 8] })],
  [
    'series',
    seriesDemand({
      name: 'series.npy',
      scenarios: 2,
      stores: 3,
      periods: 30,
      values: Float64Array.from({ length: 180 }, (_, i) => (i * 37) % 101),
    }),
  ],
]

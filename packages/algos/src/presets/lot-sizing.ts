/** What critics of post-decision states are worth: the preset `study-lot-sizing`. */
import type { PresetBlock } from '@gauntlet/core'

const LOT_SIZING = ['inventory/lot-sizing:15x5', 'inventory/lot-sizing:15x5-published']
const BUDGET = 100_000

/** All that PPO shares with either, so that what is left of a difference is that of the critics and advantages. */
const LIKE_PDPPO = {
  steps: 1000,
  epochs: 60,
  minibatches: 1,
  lambda: 1,
  clipValues: false,
  scaleRewards: true,
  entropyCoefficient: 0.012,
  maximumGradientNorm: 1,
  learningRate: 5.5e-4,
  anneal: false,
  hidden: [128, 128],
}
const LIKE_PRINCIPLED = {
  ...LIKE_PDPPO,
  steps: 100,
  epochs: 10,
  minibatches: 4,
  discount: 0.9,
  lambda: 0.95,
  entropyCoefficient: 0.001,
  learningRate: 1e-3,
}

const SCRIPTED = ['random', 'inventory/idle', 'inventory/static-assignment', 'inventory/lazy-switching']

/** As published an update is sixty steps on ten episodes of each world; more and lesser updates learn sooner. */
const SHORT_UPDATES = { steps: 100, epochs: 10 }

/** The published figures are of plants from 15 items on, and of a million steps. */
export const LOT_SIZING_STUDY: readonly PresetBlock[] = [
  {
    settings: ['inventory/lot-sizing:4x2'],
    algorithms: [
      { id: 'pdppo', configuration: SHORT_UPDATES },
      { id: 'pdppo-split', configuration: SHORT_UPDATES },
      { id: 'ppo', configuration: { ...LIKE_PDPPO, ...SHORT_UPDATES } },
      { id: 'pdppo-principled', configuration: { learningRate: 1e-3 } },
      { id: 'ppo', configuration: LIKE_PRINCIPLED },
      ...SCRIPTED,
    ],
    seeds: 5,
    budget: 50_000,
  },
  {
    settings: LOT_SIZING,
    algorithms: [
      'pdppo',
      'pdppo-split',
      { id: 'ppo', configuration: LIKE_PDPPO },
      { id: 'pdppo-principled', configuration: { learningRate: 1e-3 } },
      { id: 'ppo', configuration: LIKE_PRINCIPLED },
      ...SCRIPTED,
    ],
    seeds: 5,
    budget: BUDGET,
  },
]

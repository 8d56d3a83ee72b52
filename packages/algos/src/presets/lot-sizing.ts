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

/** The published figures are of a million steps. */
export const LOT_SIZING_STUDY: readonly PresetBlock[] = [
  {
    settings: LOT_SIZING,
    algorithms: [
      'pdppo',
      'pdppo-split',
      { id: 'ppo', configuration: LIKE_PDPPO },
      { id: 'pdppo-principled', configuration: { learningRate: 1e-3 } },
      { id: 'ppo', configuration: LIKE_PRINCIPLED },
    ],
    seeds: 5,
    budget: BUDGET,
  },
  {
    settings: LOT_SIZING,
    algorithms: ['random', 'inventory/idle', 'inventory/static-assignment', 'inventory/lazy-switching'],
    seeds: 5,
    budget: BUDGET,
  },
]

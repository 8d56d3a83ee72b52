/** What a price on costs is shown to do: the preset `study-constraints`. */
import type { PresetBlock } from '@gauntlet/core'

const STEPS = { steps: 64, learningRate: 3e-3, anneal: false, hidden: [32] }

/** A price between 0.7 and 0.8 is what keeps three tolls of ten the best. */
export const CONSTRAINT_STUDY: readonly PresetBlock[] = [
  {
    settings: ['toy/tolls:three-of-ten'],
    algorithms: [
      'random',
      { id: 'ppo', configuration: STEPS },
      { id: 'ppo-lagrangian', configuration: { ...STEPS, limit: 3 } },
    ],
    seeds: 5,
    budget: 200_000,
  },
]

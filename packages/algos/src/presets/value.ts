/** Blocks of presets that show learners of action values, and those from recorded play, to learn: `VALUE_STUDY`, `OFFLINE_STUDY`. */
import type { PresetBlock } from '@gauntlet/core'

const CART_POLE = 'classic/cart-pole:v1'
const PENDULUM = 'classic/pendulum:v1'

// Where the zoo of Stable-Baselines3 has its own settings for the pendulum, these are used, but for the networks, which are smaller.
const ZOO = { hidden: [64, 64], learningRate: 1e-3, policyLearningRate: 1e-3 }

export const VALUE_STUDY: readonly PresetBlock[] = [
  {
    settings: [CART_POLE],
    algorithms: ['random', 'dqn', 'double-dueling-dqn', 'pqn', 'sac-discrete'],
    seeds: 10,
    budget: 500_000,
  },
  {
    settings: [PENDULUM],
    algorithms: [
      'random',
      { id: 'sac', configuration: { ...ZOO, learningStarts: 1000, bufferSize: 100_000 } },
      {
        id: 'td3',
        configuration: { ...ZOO, learningStarts: 2000, bufferSize: 200_000, discount: 0.98 },
      },
    ],
    seeds: 10,
    budget: 20_000,
  },
]

/** 10,000 updates each. */
export const OFFLINE_STUDY: readonly PresetBlock[] = [
  {
    settings: [CART_POLE],
    algorithms: ['random', 'bc', 'percent-bc', 'awac', 'cql', 'iql-implicit'],
    seeds: 5,
    budget: 10_000,
  },
  {
    settings: [PENDULUM],
    algorithms: ['random', 'bc', 'percent-bc', 'awac', 'td3bc', 'cql-continuous', 'iql-implicit'],
    seeds: 5,
    budget: 10_000,
  },
]

/** Blocks of presets that show learners of action values, and those from recorded play, to learn: `VALUE_STUDY`, `OFFLINE_STUDY`. */
import type { PresetBlock } from '@gauntlet/core'

const CART_POLE = 'classic/cart-pole:v1'

export const VALUE_STUDY: readonly PresetBlock[] = [
  {
    settings: [CART_POLE],
    algorithms: ['random', 'dqn', 'double-dueling-dqn', 'pqn', 'sac-discrete'],
    seeds: 10,
    budget: 500_000,
  },
]

export const OFFLINE_STUDY: readonly PresetBlock[] = [
  {
    settings: [CART_POLE],
    algorithms: ['random', 'bc', 'percent-bc', 'awac', 'cql'],
    seeds: 5,
    budget: 100_000,
  },
]

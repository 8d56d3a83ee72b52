/** What a memory is shown to do: the presets `study-memory` and `study-exploration`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

export const MEMORY_STUDY: readonly PresetBlock[] = [
  {
    settings: ['classic/cart-pole-no-velocities:v1'],
    // As many worlds for both.
    algorithms: ['random', { id: 'ppo', configuration: { worlds: 8 } }, 'ppo-rnn'],
    seeds: 5,
    budget: 200_000,
  },
]

const explore = (configuration: Readonly<Record<string, unknown>>): ConfiguredAlgorithm => ({
  id: 'emergent-explore',
  configuration,
})

/** PPO with a memory, paid for the step alone and without a bonus: it can also be trained where nothing is repeated. */
const GREEDY = {
  worlds: 32,
  steps: 200,
  discount: 0,
  clipValues: false,
  entropyCoefficient: 0,
  learningRate: 3e-3,
  hidden: [32],
  units: 32,
}

/** Only the last pull is seen: all else must be remembered. */
const LAST = 'bandits/meta:two-20-last'

export const EXPLORATION_STUDY: readonly PresetBlock[] = [
  {
    settings: [LAST],
    algorithms: [explore({}), explore({ memory: false }), explore({ discount: 0 })],
    seeds: 5,
    budget: 1_000_000,
  },
  {
    settings: [LAST, 'bandits/meta:two-20-unrepeated'],
    algorithms: [{ id: 'ppo-rnn', configuration: GREEDY }],
    seeds: 5,
    budget: 1_000_000,
  },
  { settings: [LAST], algorithms: ['random', 'meta/*'], seeds: 5, budget: 0 },
]

/** Studies of evolution and of search: `EVOLUTION_PRESETS`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

const mcts = (configuration: Readonly<Record<string, unknown>>): ConfiguredAlgorithm => ({
  id: 'mcts-puct',
  configuration,
})

export const EVOLUTION_PRESETS: Readonly<Record<string, readonly PresetBlock[]>> = {
  'study-evolution': [
    {
      settings: ['classic/cart-pole:v1'],
      algorithms: ['random', 'cem', 'cma-es', 'openai-es'],
      seeds: 5,
      budget: 500_000,
    },
  ],
  'study-search': [
    // Six arms whose best policy is known, and three of which the best looks worst at first.
    {
      settings: ['bandits/restless:six-arms-2-h20', 'bandits/restless:chains-3-h20'],
      algorithms: [
        'random',
        mcts({ lookahead: 20 }),
        mcts({ lookahead: 20, rollouts: 'myopic' }),
        'bandits/myopic',
        'bandits/whittle',
        'bandits/optimal',
      ],
      seeds: 5,
      budget: 0,
    },
  ],
}

/** Planning by Monte-Carlo tree search: `mcts-puct`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { SEARCH_FIELDS, type SearchParameters } from '../trainers/search.ts'

/**
 * Before every action simulates from how the world stands, along sequences of actions that paid, and takes what was tried most.
 * Learns nothing. Agents of a team search each for itself.
 *
 * Source: Silver et al. 2017 without networks (rollouts by a policy, uniform priors); open-loop nodes as in Perez Liebana et al.
 * 2015. The simulator knows what the environment hides from agents, but not what chance will decide.
 */
export const mctsPuct: AlgorithmDefinition<SearchParameters> = defineMethod<SearchParameters>({
  id: 'mcts-puct',
  version: 1,
  family: 'planning',
  summary: 'Searches a tree of actions by simulations from the present state',
  source:
    'Silver et al. 2017, Mastering the game of Go without human knowledge, without its networks; Perez Liebana et al. 2015',
  recipe: {
    trainer: [
      {
        part: 'search',
        parameters: {
          simulations: '$simulations',
          lookahead: '$lookahead',
          exploration: '$exploration',
          discount: '$discount',
          rollouts: '$rollouts',
        },
      },
    ],
  },
  configuration: SEARCH_FIELDS,
})

/** The baseline of every leaderboard: `random`. */
import { type AlgorithmDefinition, policyAlgorithm, uniformPolicy } from '@gauntlet/core'

/**
 * Draws every legal action with equal probability, whatever it has seen; `greedy` draws too. In a box it is uniform
 * between the bounds (standard normal where there are none), over subsets it is the oracle's choice for uniform
 * scores. Its mean score is 0 when scores are normalised.
 */
export const random: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'random',
  version: 1,
  family: 'baseline',
  summary: 'Draws every legal action with equal probability',
  source: 'The uniform policy; no paper',
  requires: {},
  alwaysDraws: true,
  configuration: {},
  policy: () => uniformPolicy(),
})

/** What learners of subsets come to, beside scripted ones: the preset `study-sequoia`. */
import type { PresetBlock } from '@gauntlet/core'

/** Five problems of each domain of coupled restless bandits. */
const COUPLED = [
  'bandits/capacity:j20-b5*',
  'bandits/scheduling:j20-b5*',
  'bandits/routing:tube20-b5*',
  'bandits/interventions:j20-n10-b5*',
]

export const SUBSET_STUDY: readonly PresetBlock[] = [
  {
    settings: COUPLED,
    algorithms: ['sequoia', 'iterative-dqn', 'bandits/coupled-*'],
    seeds: 1,
    // What pre-training takes, and 100 episodes.
    budget: 20_000 + 100 * 20,
  },
]

/** What a policy learns that follows a planner's paths: `FOLLOWER_STUDY`. */
import type { PresetBlock } from '@gauntlet/core'

/** Follower's light network in mazes, and what it scores on three sets of the benchmark, beside planners who see everything. */
export const FOLLOWER_STUDY: readonly PresetBlock[] = [
  {
    settings: ['random-32', 'mazes-32', 'warehouse-128'].map((name) => `mapf/lifelong:follower-${name}`),
    algorithms: [
      'random',
      // By one pass over a whole batch it learns next to nothing in so short a time as a few million steps of agents.
      { id: 'follower', configuration: { learningRate: 1e-3, anneal: true, epochs: 2, minibatches: 8 } },
      'mapf/pibt',
      'mapf/pibt-swap',
    ],
    seeds: 5,
    // Of 256 agents each: 7.7 million of theirs.
    budget: 30_000,
  },
]

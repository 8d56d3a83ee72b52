/** What a policy learns that follows a planner's paths: `FOLLOWER_STUDY`. */
import type { PresetBlock } from '@gauntlet/core'

/** Follower's light network in mazes, and what it scores on three sets of the benchmark, beside planners who see everything. */
export const FOLLOWER_STUDY: readonly PresetBlock[] = [
  {
    settings: ['random-32', 'mazes-32', 'warehouse-128'].map((name) => `mapf/lifelong:follower-${name}`),
    algorithms: ['random', 'follower', 'mapf/pibt', 'mapf/pibt-swap'],
    seeds: 5,
    // Of 256 agents each: 7.7 million of theirs.
    budget: 30_000,
  },
]

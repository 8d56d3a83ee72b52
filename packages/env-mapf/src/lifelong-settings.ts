/** The named settings of `mapf/lifelong`: `lifelongSettings`. */
import type { Setting } from '@gauntlet/core'
import { benchmarkSettings } from './benchmark-settings.ts'
import type { LifelongParameters } from './lifelong.ts'
import { measuredReferences } from './measured-references.ts'
import { PUBLISHED_THROUGHPUT } from './published-scores.ts'

/** Episodes of an evaluation in the small world. */
const SMALL_EPISODES = 256

const BENCHMARK = benchmarkSettings('mapf/lifelong', PUBLISHED_THROUGHPUT, false)

/** The POGEMA benchmark's sets at the published numbers of agents, a small world for learners, and Follower's training. */
export const lifelongSettings: Readonly<Record<string, Setting<LifelongParameters>>> = {
  'small-4': {
    description:
      "POGEMA's generator: 8 x 8 cells, as in its 8x8 environments, and 4 agents that see 2 cells far",
    parameters: { instances: 'generated', size: 8, density: 0.3, agents: 4, horizon: 64, radius: 2 },
    references: measuredReferences('mapf/lifelong:small-4', SMALL_EPISODES),
    evaluation: { episodes: SMALL_EPISODES, batch: 16, mode: 'sample' },
  },
  ...BENCHMARK,
  ...Object.fromEntries(['random-32', 'mazes-32', 'warehouse-128'].map(followerSetting)),
}

/**
 * Training as FollowerLite's: mazes of 65 x 65 cells, new ones in every episode, whose 256 agents see 3 cells far and are paid for
 * waypoints; and evaluation as a setting of the benchmark has it, on which everybody can be compared.
 */
function followerSetting(name: string): [string, Setting<LifelongParameters>] {
  const { description, parameters, references, evaluation, literature } = BENCHMARK[name]
  const setting: Setting<LifelongParameters> = {
    description: `${description}, for those who learn as Follower in other mazes`,
    parameters: {
      instances: 'mazes',
      size: 65,
      agents: 256,
      horizon: 512,
      radius: 3,
      observationType: 'follower',
      rewards: 'waypoints',
    },
    references,
    evaluation: { ...evaluation, parameters: { ...parameters, horizon: 256 } },
    ...(literature && { literature }),
  }
  return [`follower-${name}`, setting]
}

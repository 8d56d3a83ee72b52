/** The named settings of `mapf/lifelong`: `lifelongSettings`. */
import type { Setting } from '@gauntlet/core'
import { benchmarkSettings, referencesOf } from './benchmark-settings.ts'
import type { LifelongParameters } from './lifelong.ts'
import { PUBLISHED_THROUGHPUT } from './published-scores.ts'

/** The POGEMA benchmark's sets at the published numbers of agents, and a small world for learners. */
export const lifelongSettings: Readonly<Record<string, Setting<LifelongParameters>>> = {
  'small-4': {
    description:
      "POGEMA's generator: 8 x 8 cells, as in its 8x8 environments, and 4 agents that see 2 cells far",
    parameters: { instances: 'generated', size: 8, density: 0.3, agents: 4, horizon: 64, radius: 2 },
    references: referencesOf('mapf/lifelong:small-4', [], false),
    evaluation: { episodes: 256, batch: 16, mode: 'sample' },
  },
  ...benchmarkSettings('mapf/lifelong', PUBLISHED_THROUGHPUT, false),
}

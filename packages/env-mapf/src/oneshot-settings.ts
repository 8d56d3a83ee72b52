/** The named settings of `mapf/oneshot`: `oneshotSettings`. */
import type { Setting } from '@gauntlet/core'
import { benchmarkSettings } from './benchmark-settings.ts'
import { measuredReferences } from './measured-references.ts'
import type { OneshotParameters } from './oneshot.ts'
import { PUBLISHED_COSTS } from './published-scores.ts'

/** Episodes of an evaluation in small worlds. */
const SMALL_EPISODES = 256

/** The POGEMA benchmark's sets at the published numbers of agents, and small worlds for learners. */
export const oneshotSettings: Readonly<Record<string, Setting<OneshotParameters>>> = {
  'small-4': small('nothing', 'stay on their goals', 'small-4'),
  'small-4-finish': small('finish', 'leave at their goals', 'small-4-finish'),
  ...benchmarkSettings('mapf/oneshot', PUBLISHED_COSTS, true),
}

function small(
  onTarget: OneshotParameters['onTarget'],
  what: string,
  name: string,
): Setting<OneshotParameters> {
  return {
    description: `POGEMA's generator: 8 x 8 cells, as in its 8x8 environments, and 4 agents that see 2 cells far and ${what}`,
    parameters: {
      instances: 'generated',
      size: 8,
      density: 0.3,
      agents: 4,
      horizon: 64,
      radius: 2,
      onTarget,
    },
    references: measuredReferences(`mapf/oneshot:${name}`, SMALL_EPISODES),
    evaluation: { episodes: SMALL_EPISODES, batch: 16, mode: 'sample' },
  }
}

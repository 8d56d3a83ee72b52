/** Which scripted players there are: `PLAYER_EXPERTS`. Loads nothing of the engine. */
import type { ExpertSpec } from '@gauntlet/core'

export const PLAYER_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'uniform',
    description: 'Every legal joint action is as likely as every other',
    seesHiddenState: false,
    source: 'RandomPlayer of poke-env 0.16',
  },
]

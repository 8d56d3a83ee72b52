/** What was measured on a setting, for comparison: `measuredReferences`. */
import type { Setting } from '@gauntlet/core'
import { PLANNER_SCORES } from './planner-scores.ts'

/** Scores of uniform random actions and of the best scripted policy, NaN where nothing was measured; from so many episodes. */
export function measuredReferences(setting: string, episodes: number): Setting['references'] {
  const measured = PLANNER_SCORES[setting]
  const by = 'one run of studies/tabulate-planners.mjs'
  return {
    random: { score: measured?.random ?? Number.NaN, source: `uniform random actions, ${by}`, episodes },
    best: { score: measured?.best ?? Number.NaN, source: `${measured?.policy ?? 'none'}, ${by}`, episodes },
  }
}

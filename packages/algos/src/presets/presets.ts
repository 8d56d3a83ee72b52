/** What this package puts into presets: `PRESETS`. */
import type { PresetBlock } from '@gauntlet/core'
import { ADAPTER_STUDY, CLASSIC_STUDY, QUICK } from './classic.ts'
import { CONSTRAINT_STUDY } from './constraints.ts'
import { ENVIRONMENT_STUDY } from './environments.ts'
import { EVOLUTION_PRESETS } from './evolution.ts'
import { IMITATION_STUDY } from './experts.ts'
import { FOLLOWER_STUDY } from './follower.ts'
import { GROUP_STUDY } from './groups.ts'
import { LOT_SIZING_STUDY } from './lot-sizing.ts'
import { EXPLORATION_STUDY, MEMORY_STUDY } from './memory.ts'
import { PATHWISE_STUDY } from './pathwise.ts'
import { POPULATION_STUDY } from './populations.ts'
import { STANDARD } from './standard.ts'
import { SUBSET_STUDY } from './subsets.ts'
import { TEAM_VALUE_STUDY } from './team-values.ts'
import { MEAN_FIELD_STUDY, PATHS_STUDY, POPULATION_RULE_STUDY } from './teams.ts'
import { OFFLINE_STUDY, VALUE_STUDY } from './value.ts'

/** Each shows what methods are said to do; all of them are in `full`. */
const STUDIES: Readonly<Record<string, readonly PresetBlock[]>> = {
  'study-classic': CLASSIC_STUDY,
  'study-value': VALUE_STUDY,
  'study-memory': MEMORY_STUDY,
  'study-exploration': EXPLORATION_STUDY,
  'study-groups': GROUP_STUDY,
  'study-constraints': CONSTRAINT_STUDY,
  'study-offline': OFFLINE_STUDY,
  'study-imitation': IMITATION_STUDY,
  ...EVOLUTION_PRESETS,
  'study-team-values': TEAM_VALUE_STUDY,
  'study-dec-pomfppo': POPULATION_RULE_STUDY,
  'study-mean-field': MEAN_FIELD_STUDY,
  'study-paths': PATHS_STUDY,
  'study-follower': FOLLOWER_STUDY,
  'study-populations': POPULATION_STUDY,
  'study-hdpo': PATHWISE_STUDY,
  'study-lot-sizing': LOT_SIZING_STUDY,
  'study-sequoia': SUBSET_STUDY,
  'study-adapters': ADAPTER_STUDY,
  'study-environments': ENVIRONMENT_STUDY,
}

export const PRESETS: Readonly<Record<string, readonly PresetBlock[]>> = {
  quick: QUICK,
  standard: STANDARD,
  full: Object.values(STUDIES).flat(),
  ...STUDIES,
}

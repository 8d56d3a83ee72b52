/** Reference scores of the classic problems: `classicReferences`. */
import type { Reference, Setting } from '@gauntlet/core'
import { CLASSIC_SCORES } from './classic-scores.ts'
import { referencesFrom } from './references.ts'

/** As `referencesOf`, for problems of which some are scored by profit. */
export function classicReferences(
  place: string,
  direction: 'minimise' | 'maximise',
  optimum?: Reference,
): Setting['references'] {
  return referencesFrom(Object.hasOwn(CLASSIC_SCORES, place) ? CLASSIC_SCORES[place] : {}, direction, optimum)
}

/** The parts of the slot `scheduler`: `SCHEDULER_PARTS`. */
import type { PartDefinition } from '../recipe/part.ts'
import { FROZEN } from './frozen.ts'
import { LATEST } from './latest.ts'
import { META_NASH } from './meta-nash.ts'
import { UNIFORM_PAST } from './uniform-past.ts'

export const SCHEDULER_PARTS: readonly PartDefinition<'scheduler'>[] = [
  LATEST,
  UNIFORM_PAST,
  META_NASH,
  FROZEN,
]

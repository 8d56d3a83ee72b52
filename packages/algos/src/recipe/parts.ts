/** Every part that recipes may name: `partOf`. */
import type { Slot } from '@gauntlet/core'
import { AGGREGATION_PARTS } from '../aggregations/parts.ts'
import { EPISODES } from '../collectors/episodes.ts'
import { GAME_STEPS } from '../collectors/game-steps.ts'
import { STEPS } from '../collectors/steps.ts'
import { CENTRAL_VALUE } from '../critics/central-value.ts'
import { POST_DECISION_VALUE } from '../critics/post-decision.ts'
import { VALUE } from '../critics/value.ts'
import { ESTIMATOR_PARTS } from '../estimators/parts.ts'
import { OBJECTIVE_PARTS } from '../objectives/parts.ts'
import { ADAM, CLIP_NORM, LINEAR, RMSPROP } from '../optimisers/parts.ts'
import { MLP, TEAM_MLP } from '../policies/mlp.ts'
import { REFERENCE } from '../policies/reference.ts'
import { SIDE_MLP } from '../policies/side-mlp.ts'
import { REGULARISER_PARTS } from '../regularisers/parts.ts'
import { RETURN_SCALE } from '../rewards.ts'
import { GROUPS } from '../samplers/instance-sampler.ts'
import { SCHEDULER_PARTS } from '../schedulers/parts.ts'
import { STALE } from '../stores/stale.ts'
import { ON_POLICY } from '../trainers/on-policy.ts'
import { OUTER } from '../trainers/outer.ts'
import type { PartDefinition } from './part.ts'

const PARTS: readonly PartDefinition[] = [
  ...SCHEDULER_PARTS,
  GROUPS,
  MLP,
  TEAM_MLP,
  SIDE_MLP,
  REFERENCE,
  STALE,
  STEPS,
  GAME_STEPS,
  EPISODES,
  RETURN_SCALE,
  VALUE,
  CENTRAL_VALUE,
  POST_DECISION_VALUE,
  ...ESTIMATOR_PARTS,
  ...OBJECTIVE_PARTS,
  ...AGGREGATION_PARTS,
  ...REGULARISER_PARTS,
  ADAM,
  RMSPROP,
  LINEAR,
  CLIP_NORM,
  ON_POLICY,
  OUTER,
]

const known = new Map(PARTS.map((part) => [`${part.slot} ${part.id}`, part]))

/** The part of that name; undefined where the slot has none. */
export function partOf(slot: Slot, id: string): PartDefinition | undefined {
  return known.get(`${slot} ${id}`)
}

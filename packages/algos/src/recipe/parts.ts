/** Every part that recipes may name: `partOf`. */
import type { Slot } from '@gauntlet/core'
import { AGGREGATION_PARTS } from '../aggregations/parts.ts'
import { EPISODES } from '../collectors/episodes.ts'
import { STEPS } from '../collectors/steps.ts'
import { TRANSITIONS } from '../collectors/transitions.ts'
import { CENTRAL_VALUE } from '../critics/central-value.ts'
import { GREATEST_Q } from '../critics/greatest-q.ts'
import { POST_DECISION_VALUE } from '../critics/post-decision.ts'
import { Q_PARTS } from '../critics/q-parts.ts'
import { VALUE } from '../critics/value.ts'
import { NEXT_VALUE_PARTS } from '../estimators/next-values.ts'
import { ESTIMATOR_PARTS } from '../estimators/parts.ts'
import { IMPROVEMENT_PARTS } from '../objectives/improvements.ts'
import { IMITATION_PARTS } from '../objectives/imitations.ts'
import { OBJECTIVE_PARTS } from '../objectives/parts.ts'
import { ADAM, CLIP_NORM, LINEAR, RMSPROP } from '../optimisers/parts.ts'
import { BOUNDED_MLP, DETERMINISTIC, SQUASHED_GAUSSIAN } from '../policies/box-actors.ts'
import { EPSILON_GREEDY } from '../policies/epsilon-greedy.ts'
import { MLP, TEAM_MLP } from '../policies/mlp.ts'
import { Q_NETWORK } from '../policies/q-network.ts'
import { REFERENCE } from '../policies/reference.ts'
import { REGULARISER_PARTS } from '../regularisers/parts.ts'
import { AUTO_ALPHA } from '../regularisers/temperature.ts'
import { RETURN_SCALE } from '../rewards.ts'
import { GROUPS } from '../samplers/instance-sampler.ts'
import { PRIORITISED, RING } from '../stores/replay.ts'
import { DATASET } from '../stores/recorded.ts'
import { STALE } from '../stores/stale.ts'
import { OFFLINE } from '../trainers/offline.ts'
import { OFF_POLICY } from '../trainers/off-policy.ts'
import { ON_POLICY } from '../trainers/on-policy.ts'
import type { PartDefinition } from './part.ts'

const PARTS: readonly PartDefinition[] = [
  GROUPS,
  MLP,
  TEAM_MLP,
  REFERENCE,
  EPSILON_GREEDY,
  Q_NETWORK,
  SQUASHED_GAUSSIAN,
  DETERMINISTIC,
  BOUNDED_MLP,
  STALE,
  RING,
  DATASET,
  PRIORITISED,
  STEPS,
  EPISODES,
  TRANSITIONS,
  RETURN_SCALE,
  VALUE,
  CENTRAL_VALUE,
  POST_DECISION_VALUE,
  GREATEST_Q,
  ...Q_PARTS,
  ...NEXT_VALUE_PARTS,
  ...ESTIMATOR_PARTS,
  ...OBJECTIVE_PARTS,
  ...IMPROVEMENT_PARTS,
  ...IMITATION_PARTS,
  ...AGGREGATION_PARTS,
  ...REGULARISER_PARTS,
  AUTO_ALPHA,
  ADAM,
  RMSPROP,
  LINEAR,
  CLIP_NORM,
  ON_POLICY,
  OFF_POLICY,
  OFFLINE,
]

const known = new Map(PARTS.map((part) => [`${part.slot} ${part.id}`, part]))

/** The part of that name; undefined where the slot has none. */
export function partOf(slot: Slot, id: string): PartDefinition | undefined {
  return known.get(`${slot} ${id}`)
}

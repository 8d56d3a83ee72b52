/** Every part that recipes may name: `partOf`. */
import type { Slot } from '@gauntlet/core'
import { TOKEN_MEAN } from '../aggregations/token-mean.ts'
import { COMMON_EPISODES } from '../collectors/common-episodes.ts'
import { EPISODES } from '../collectors/episodes.ts'
import { STEPS } from '../collectors/steps.ts'
import { POST_DECISION_VALUE, VALUE } from '../critic.ts'
import { GAE } from '../estimators/gae.ts'
import { GREATER_ADVANTAGE } from '../estimators/greater-advantage.ts'
import { GRPO_ADVANTAGE } from '../estimators/grouped.ts'
import { MONTE_CARLO } from '../estimators/monte-carlo.ts'
import { CLIPPED_RATIO, POLICY_GRADIENT } from '../objectives.ts'
import { CMA } from '../optimisers/cma.ts'
import { CROSS_ENTROPY } from '../optimisers/cross-entropy.ts'
import { ES } from '../optimisers/es.ts'
import { ADAM, CLIP_NORM, LINEAR, RMSPROP } from '../optimisers/parts.ts'
import { MLP } from '../policies/mlp.ts'
import { ENTROPY } from '../regularisers/entropy.ts'
import { RETURN_SCALE } from '../rewards.ts'
import { GROUPS } from '../samplers/instance-sampler.ts'
import { ON_POLICY } from '../trainers/on-policy.ts'
import { POPULATION } from '../trainers/population.ts'
import { SCRIPTED } from '../trainers/scripted.ts'
import { SEARCH } from '../trainers/search.ts'
import type { PartDefinition } from './part.ts'

const PARTS: readonly PartDefinition[] = [
  GROUPS,
  MLP,
  STEPS,
  EPISODES,
  COMMON_EPISODES,
  RETURN_SCALE,
  VALUE,
  POST_DECISION_VALUE,
  GAE,
  MONTE_CARLO,
  GREATER_ADVANTAGE,
  GRPO_ADVANTAGE,
  POLICY_GRADIENT,
  CLIPPED_RATIO,
  TOKEN_MEAN,
  ENTROPY,
  ADAM,
  RMSPROP,
  LINEAR,
  CLIP_NORM,
  CROSS_ENTROPY,
  CMA,
  ES,
  ON_POLICY,
  POPULATION,
  SCRIPTED,
  SEARCH,
]

const known = new Map(PARTS.map((part) => [`${part.slot} ${part.id}`, part]))

/** The part of that name; undefined where the slot has none. */
export function partOf(slot: Slot, id: string): PartDefinition | undefined {
  return known.get(`${slot} ${id}`)
}

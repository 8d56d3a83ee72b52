/** Every part that recipes may name: `partOf`. */
import type { Slot } from '@gauntlet/core'
import { AGGREGATION_PARTS } from '../aggregations/parts.ts'
import { EPISODES, GUIDED_EPISODES, LABELLED_EPISODES } from '../collectors/episodes.ts'
import { GAME_STEPS } from '../collectors/game-steps.ts'
import { STEPS } from '../collectors/steps.ts'
import { TRANSITIONS } from '../collectors/transitions.ts'
import { CENTRAL_VALUE } from '../critics/central-value.ts'
import { GREATEST_Q } from '../critics/greatest-q.ts'
import { MIXER_PARTS } from '../critics/mixed-q.ts'
import { POST_DECISION_VALUE } from '../critics/post-decision.ts'
import { Q_PARTS } from '../critics/q-parts.ts'
import { STATE_VALUE } from '../critics/state-value.ts'
import { RECURRENT_VALUE } from '../critics/recurrent-value.ts'
import { COST_VALUE, SHARED_VALUE, VALUE } from '../critics/value.ts'
import { NEXT_VALUE_PARTS } from '../estimators/next-values.ts'
import { ESTIMATOR_PARTS } from '../estimators/parts.ts'
import { PATHWISE_POLICY, SUM_OF_REWARDS, UNROLLED } from '../hdpo/parts.ts'
import { PATHWISE } from '../hdpo/pathwise-learner.ts'
import { IMPROVEMENT_PARTS } from '../objectives/improvements.ts'
import { IMITATION_PARTS } from '../objectives/imitations.ts'
import { OBJECTIVE_PARTS } from '../objectives/parts.ts'
import { COMMON_EPISODES } from '../collectors/common-episodes.ts'
import { CMA } from '../optimisers/cma.ts'
import { CROSS_ENTROPY } from '../optimisers/cross-entropy.ts'
import { ES } from '../optimisers/es.ts'
import { ADAM, CLIP_NORM, LINEAR, RADAM, RMSPROP } from '../optimisers/parts.ts'
import { BOUNDED_MLP, DETERMINISTIC, SQUASHED_GAUSSIAN } from '../policies/box-actors.ts'
import { ELEMENTS } from '../collectors/element-choices.ts'
import { EPSILON_GREEDY, TEAM_EPSILON_GREEDY } from '../policies/epsilon-greedy.ts'
import { GREEDY_ELEMENTS } from '../policies/greedy-elements.ts'
import { GRU } from '../policies/gru.ts'
import { FEED_FORWARD, SIDE_FEED_FORWARD } from '../policies/feed-forward.ts'
import { MLP, POPULATION_MLP, TEAM_MLP } from '../policies/mlp.ts'
import { Q_NETWORK } from '../policies/q-network.ts'
import { REFERENCE } from '../policies/reference.ts'
import { PRETRAINED_RESIDUAL_CONV, RESIDUAL_CONV } from '../policies/residual-conv.ts'
import { REGULARISER_PARTS } from '../regularisers/parts.ts'
import { AUTO_ALPHA } from '../regularisers/temperature.ts'
import { RETURN_SCALE, WEIGHED_OBJECTIVES } from '../rewards.ts'
import { GROUPS } from '../samplers/instance-sampler.ts'
import { SCHEDULER_PARTS } from '../schedulers/parts.ts'
import { SEQUOIA_PARTS } from '../sequoia/parts.ts'
import { PRETRAINED } from '../sequoia/sequoia-learner.ts'
import { AGGREGATE } from '../stores/aggregate.ts'
import { PRIORITISED, RING } from '../stores/replay.ts'
import { DATASET } from '../stores/recorded.ts'
import { EPISODE_REPLAY } from '../stores/team-replay.ts'
import { STALE } from '../stores/stale.ts'
import { CLONED_START } from '../trainers/cloned-start.ts'
import { INTERACTIVE } from '../trainers/interactive.ts'
import { OFFLINE } from '../trainers/offline.ts'
import { OFF_POLICY } from '../trainers/off-policy.ts'
import { ON_POLICY } from '../trainers/on-policy.ts'
import { OUTER } from '../trainers/outer.ts'
import { POPULATION } from '../trainers/population.ts'
import { FIXED, SCRIPTED } from '../trainers/scripted.ts'
import { SEARCH } from '../trainers/search.ts'
import type { PartDefinition } from './part.ts'

const PARTS: readonly PartDefinition[] = [
  ...SCHEDULER_PARTS,
  GROUPS,
  MLP,
  TEAM_MLP,
  POPULATION_MLP,
  FEED_FORWARD,
  SIDE_FEED_FORWARD,
  GRU,
  REFERENCE,
  RESIDUAL_CONV,
  PRETRAINED_RESIDUAL_CONV,
  EPSILON_GREEDY,
  GREEDY_ELEMENTS,
  PATHWISE_POLICY,
  TEAM_EPSILON_GREEDY,
  Q_NETWORK,
  SQUASHED_GAUSSIAN,
  DETERMINISTIC,
  BOUNDED_MLP,
  STALE,
  RING,
  DATASET,
  AGGREGATE,
  PRIORITISED,
  EPISODE_REPLAY,
  STEPS,
  GAME_STEPS,
  EPISODES,
  LABELLED_EPISODES,
  GUIDED_EPISODES,
  WEIGHED_OBJECTIVES,
  COMMON_EPISODES,
  TRANSITIONS,
  ELEMENTS,
  UNROLLED,
  RETURN_SCALE,
  VALUE,
  SHARED_VALUE,
  COST_VALUE,
  CENTRAL_VALUE,
  RECURRENT_VALUE,
  POST_DECISION_VALUE,
  GREATEST_Q,
  ...Q_PARTS,
  ...MIXER_PARTS,
  STATE_VALUE,
  ...NEXT_VALUE_PARTS,
  ...ESTIMATOR_PARTS,
  ...OBJECTIVE_PARTS,
  ...IMPROVEMENT_PARTS,
  ...IMITATION_PARTS,
  ...SEQUOIA_PARTS,
  SUM_OF_REWARDS,
  ...AGGREGATION_PARTS,
  ...REGULARISER_PARTS,
  AUTO_ALPHA,
  ADAM,
  RADAM,
  RMSPROP,
  LINEAR,
  CLIP_NORM,
  CROSS_ENTROPY,
  CMA,
  ES,
  ON_POLICY,
  POPULATION,
  SCRIPTED,
  FIXED,
  SEARCH,
  OFF_POLICY,
  OUTER,
  CLONED_START,
  OFFLINE,
  PATHWISE,
  PRETRAINED,
  INTERACTIVE,
]

const known = new Map(PARTS.map((part) => [`${part.slot} ${part.id}`, part]))

/** The part of that name; undefined where the slot has none. */
export function partOf(slot: Slot, id: string): PartDefinition | undefined {
  return known.get(`${slot} ${id}`)
}

/** Parts as recipes name them, and what they become: `definePart`, `PartDefinition`, `BuildContext`, `Built`. */
import {
  type AnySchema,
  type EnvironmentSpec,
  GauntletError,
  type Learner,
  type Part,
  type Schema,
  type Seed,
  type Slot,
  resolveParameters,
} from '@gauntlet/core'
import { Actor } from '../actor.ts'
import type { Aggregation } from '../aggregations/aggregation.ts'
import type { Collector } from '../collectors/collector.ts'
import type { Trials } from '../collectors/common-episodes.ts'
import type { TransitionCollector } from '../collectors/transitions.ts'
import type { Critic } from '../critics/critic.ts'
import type { MixedQ } from '../critics/mixed-q.ts'
import type { QCritic } from '../critics/q.ts'
import type { StateValue } from '../critics/state-value.ts'
import type { GreatestQ } from '../critics/greatest-q.ts'
import type { Estimator } from '../estimators/estimator.ts'
import type { NextValues } from '../estimators/next-values.ts'
import type { PathwisePolicy, WholeEpisodes } from '../hdpo/parts.ts'
import { HeadedPolicy } from '../headed-policy.ts'
import type { NetworkBackend } from '../networks/network.ts'
import type { ObjectivePiece } from '../objectives/parts.ts'
import type { OptimiserPiece } from '../optimisers/parts.ts'
import type { Explorer } from '../policies/explorer.ts'
import type { ReferencePolicy } from '../policies/reference.ts'
import type { Regulariser } from '../regularisers/regulariser.ts'
import type { AutoTemperature } from '../regularisers/temperature.ts'
import type { RewardTransform } from '../rewards.ts'
import type { InstanceSampler } from '../samplers/instance-sampler.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import type { ExactMaxima } from '../sequoia/exact-maxima.ts'
import type { GreedySubsets } from '../sequoia/greedy-subsets.ts'
import type { OneStepTrials } from '../sequoia/parts.ts'
import type { SubsetRegression } from '../sequoia/subset-regression.ts'
import type { Aggregate } from '../stores/aggregate.ts'
import type { Replay } from '../stores/replay.ts'
import type { Recorded } from '../stores/recorded.ts'
import type { StalePolicy } from '../stores/stale.ts'

/** What a part of each slot is built into. */
export interface SlotContents {
  readonly scheduler: Scheduler
  readonly 'instance-sampler': InstanceSampler
  readonly policy: HeadedPolicy | ReferencePolicy | Explorer | PathwisePolicy | GreedySubsets
  readonly collector: Collector | Trials | TransitionCollector | WholeEpisodes | OneStepTrials
  readonly store: StalePolicy | Recorded | Replay | Aggregate
  readonly 'reward-transform': RewardTransform
  readonly critic: Critic | GreatestQ | QCritic | SubsetRegression | MixedQ | StateValue
  readonly estimator: Estimator | NextValues | ExactMaxima
  readonly objective: ObjectivePiece
  readonly aggregation: Aggregation
  readonly regulariser: Regulariser | AutoTemperature
  readonly optimiser: OptimiserPiece
  readonly trainer: Learner
}

/** What the parts of a recipe became, in its order; while they are built, those of the slots before. */
export type Built = { readonly [S in Slot]: readonly SlotContents[S][] }

/** What a part is built from, beside its parameters. */
export interface BuildContext {
  readonly spec: EnvironmentSpec
  /** Everything random in the learner is folded from it. */
  readonly seed: Seed
  readonly backend: NetworkBackend
  readonly built: Built
}

type Columns = Pick<Part, 'reads' | 'adds' | 'needs'>

/** What the author of a part writes. */
export interface PartSource<S extends Slot, P extends object> {
  readonly id: string
  readonly slot: S
  readonly parameters: Schema<P>
  /** The batch's columns that it reads and adds, and what it needs of an environment; it may depend on the parameters. */
  readonly columns: Columns | ((parameters: P) => Columns)
  build(parameters: P, context: BuildContext): SlotContents[S]
}

/** A part as recipes use it: parameters may be given in part, and are checked. */
export interface PartDefinition<S extends Slot = Slot> {
  readonly id: string
  readonly slot: S
  readonly parameters: AnySchema
  /** Errors: ParameterError naming a parameter that it does not have or take. */
  describe(parameters: Readonly<Record<string, unknown>>): Part
  /** Errors: as `describe`. */
  build(parameters: Readonly<Record<string, unknown>>, context: BuildContext): SlotContents[S]
}

/** Turns a source into a definition. */
export function definePart<S extends Slot, P extends object>(source: PartSource<S, P>): PartDefinition<S> {
  const { id, slot, columns } = source
  const resolve = (given: Readonly<Record<string, unknown>>): P =>
    resolveParameters<P>(source.parameters, given, `${slot} ${id}`)
  return {
    id,
    slot,
    parameters: source.parameters,
    describe(given) {
      const parameters = resolve(given)
      return { id, slot, ...(typeof columns === 'function' ? columns(parameters) : columns) }
    },
    build: (given, context) => source.build(resolve(given), context),
  }
}

/** The policy that learns from rollouts. Errors: as `actorOf`. */
export function headedPolicyOf({ policy }: Built): HeadedPolicy {
  const headed = policy.find((each) => each instanceof HeadedPolicy)
  if (headed === undefined) throw new GauntletError('composition', 'the recipe has no policy that learns')
  return headed
}

/** The policy that learns, without a memory. Errors: GauntletError where there is none, which is a mistake of the recipe's. */
export function actorOf({ policy }: Built): Actor {
  const actor = policy.find((each) => each instanceof Actor)
  if (actor === undefined)
    throw new GauntletError('composition', 'the recipe has no policy that learns without a memory')
  return actor
}

/**
 * The one part that a slot holds, for parts that need it.
 * Errors: GauntletError where there are none or several, which is a mistake of the recipe's.
 */
export function only<S extends Slot>(built: Built, slot: S): SlotContents[S] {
  return onlyOf<SlotContents[S]>(built[slot], slot)
}

/** The one among what a slot holds of a kind that a trainer works with. Errors: as `only`. */
export function onlyOf<T>(contents: readonly T[], slot: Slot): T {
  if (contents.length === 1) return contents[0]
  throw new GauntletError(
    'composition',
    `the recipe has ${contents.length} parts of its kind in the slot ${slot}, expected one`,
  )
}

/**
 * Faces: optional abilities of an environment, each declared in `spec.faces`.
 * `SnapshotFace`, `InstanceFace`, `ExpertFace`, `DifferentiableFace`, `PostDecisionFace`, `MeanFieldFace`,
 * `ArmModelFace`, `DatasetFace`, `DatasetColumns`, `OptionalColumn`, `FeasibleFace`, `FeasibleMaxima`, `MaskAfterFace`, `ShieldFace`.
 */
import type { Environment, Instance } from './environment.ts'
import type { Policy } from './policy.ts'
import type { Seed } from './random/seed.ts'
import type { ActionArray } from './spaces.ts'

export interface Faces {
  readonly snapshot?: SnapshotFace
  readonly instance?: InstanceFace
  readonly expert?: ExpertFace
  readonly differentiable?: DifferentiableFace
  readonly postDecision?: PostDecisionFace
  readonly meanField?: MeanFieldFace
  readonly armModel?: ArmModelFace
  readonly dataset?: DatasetFace
  readonly feasible?: FeasibleFace
  readonly maskAfter?: MaskAfterFace
  readonly shield?: ShieldFace
}

/** A world at rest: everything that decides how it goes on. Valid in any environment of the same parameters. */
export interface WorldSnapshot {
  readonly environment: string
  /** Digest of the environment's spec: one of another shape is refused. */
  readonly spec: string
  readonly content: unknown
}

/** Saves and restores single worlds, for search. */
export interface SnapshotFace {
  /** Whether `structuredClone` of a snapshot is as good as the snapshot. */
  readonly cloneable: boolean
  save(world: number): WorldSnapshot
  /**
   * As `save`, in a form of which `structuredClone` is as good where that of `save` is not; it may take long to write and to restore.
   * Absent where there is none, or `save` gives it.
   */
  record?(world: number): WorldSnapshot
  /**
   * Rewrites the world's rows of every live buffer too. Where `noise` is given, all that chance has yet to decide in the world is
   * drawn under it, and what had been drawn is forgotten: search knows how the world stands, not what will happen.
   *
   * Errors: GauntletError where the snapshot is another environment's, or its spec was another; where noise is given to a foreign
   * engine, which keeps its own.
   */
  restore(world: number, snapshot: WorldSnapshot, noise?: Seed): void
  /**
   * An environment like this one, of `batch` worlds that have begun, for search: snapshots go on there, and nothing that happens
   * there is seen here. Absent where none can be made at once.
   */
  simulator?(batch: number): Environment
}

/** Plays an instance again: the same exogenous noise, whatever the policy draws. For grouped objectives. */
export interface InstanceFace {
  /** The instance that the world plays now. */
  current(world: number): Instance
  /** Ends the world's episode unrecorded and starts the given instance in its place. */
  restart(world: number, instance: Instance): void
}

/** Scripted policies whose actions can be imitated; `spec.experts` names them. */
export interface ExpertFace {
  /**
   * A fresh policy for this environment; `configuration` chooses, in part or whole, what a policy of that name leaves open.
   * Errors: GauntletError where the name is unknown, ParameterError for a choice that is none.
   */
  policy(name: string, configuration?: object): Policy
}

/**
 * Reverse-mode derivatives of the step. The state is what the simulator keeps in float64, as
 * [batch, stateSize]; derivatives are cut where a world ends.
 */
export interface DifferentiableFace {
  readonly stateSize: number
  readState(state: Float64Array): void
  writeState(state: Float64Array): void
  /** Allocates a tape for `steps` steps and records from the next step on; `record(0)` stops. */
  record(steps: number): void
  /**
   * The vector-Jacobian product of recorded step `t` (0 is the first).
   *
   * Shapes: `cotangent.state` [batch, stateSize], `.observations` and `.rewards` as the buffers, all of what
   * came out of the step; `result.state` [batch, stateSize] and `result.actions` [batch, agents, actionWidth]
   * are overwritten.
   */
  pullback(t: number, cotangent: StepCotangent, result: StepGradient): void
}

export interface StepCotangent {
  readonly state: Float64Array
  readonly observations: Float64Array
  readonly rewards: Float64Array
}

export interface StepGradient {
  readonly state: Float64Array
  readonly actions: Float64Array
}

/** The state after the decision and before the noise, as a learner sees it. */
export interface PostDecisionFace {
  /** Writes what `actions` would lead to before chance acts, as `spec.postDecision` says: [batch, agents, ...its shape]. */
  observe(actions: ActionArray, out: Float32Array): void
  /**
   * Writes the part of the reward that `actions` decide by themselves, before chance acts, as what a setup costs: [batch, agents].
   * Absent where it is none, or is not told apart.
   */
  rewards?(actions: ActionArray, out: Float64Array): void
}

/** The population as a distribution, from which histograms and kernel features are taken. */
export interface MeanFieldFace {
  readonly dimensions: number
  /** Extent of each coordinate: [low, high], and whether its ends are joined. */
  readonly extent: readonly { readonly low: number; readonly high: number; readonly periodic: boolean }[]
  /** Writes [batch, agents, dimensions]; rows of inactive agents are NaN. */
  coordinates(out: Float64Array): void
  /** Likewise, of the episode that just ended: valid where `ended`. */
  finalCoordinates(out: Float64Array): void
  /** The space's own distance between two points of `dimensions` numbers. */
  distance(from: Float64Array, to: Float64Array): number
}

/** Arms as finite Markov chains, for index policies. */
export interface ArmModelFace {
  readonly arms: number
  readonly states: number
  readonly interventions: number
  /** [arms, interventions, states, states], every row a distribution. */
  readonly transitions: Float64Array
  /** [arms, interventions, states] */
  readonly rewards: Float64Array
  readonly discount: number
  /** Writes the state of each arm: [batch, arms]. */
  armStates(out: Int32Array): void
}

/** Logged transitions that come with the environment. */
export interface DatasetFace {
  readonly size: number
  /** Columns that it has beside those that every dataset has; none unless said. */
  readonly keeps?: readonly OptionalColumn[]
  /**
   * Copies rows `from … from + count - 1` into the given columns, each [count, …]. Of the optional ones it leaves as they are
   * those that it does not keep.
   */
  read(from: number, count: number, columns: DatasetColumns): void
}

export interface DatasetColumns {
  readonly observations: Float32Array
  readonly actions: ActionArray
  readonly rewards: Float32Array
  readonly nextObservations: Float32Array
  readonly terminated: Uint8Array
  /** Probability with which the logging policy chose the action; NaN where unknown. */
  readonly propensities: Float64Array
  /** [count, maskWidth]: which choices were legal in the row's state, and in the next. */
  readonly masks?: Uint8Array
  readonly nextMasks?: Uint8Array
  /** 1 where the agent's episode was cut off: the next state is worth something. */
  readonly truncated?: Uint8Array
}

export type OptionalColumn = 'masks' | 'nextMasks' | 'truncated'

/** The feasible subsets of a combinatorial action. */
export interface FeasibleFace {
  /** For every agent of every world, the feasible subset of greatest total score. [batch, agents, elements] both. */
  oracle(scores: Float64Array, subsets: Uint8Array): void
  /** Whether one agent's subset may be chosen now. */
  isFeasible(world: number, agent: number, subset: Uint8Array): boolean
  /** All feasible subsets of one agent, as rows; `undefined` where there are more than `limit`. */
  enumerate(world: number, agent: number, limit: number): Uint8Array[] | undefined
  /** The feasible subset that maximises a ReLU network of (subset, context), and its value. */
  maximise(
    world: number,
    agent: number,
    network: ReluNetwork,
  ): { subset: Uint8Array; value: number; gap: number }
  /**
   * What `maximise` finds for each of `rows` contexts of one network, [rows, context], in less time; absent where it would
   * take as long.
   */
  maximiseEach?(
    world: number,
    agent: number,
    layers: ReluNetwork['layers'],
    contexts: Float64Array,
    rows: number,
  ): FeasibleMaxima
}

/** Shapes: `subsets` [rows, elements]; `values` and `gaps`, 0 where the maximum is proven, [rows]. */
export interface FeasibleMaxima {
  readonly subsets: Uint8Array
  readonly values: Float64Array
  readonly gaps: Float64Array
}

/** A small ReLU network on an agent's subset followed by its context; layers of row-major [out, in] weights. */
export interface ReluNetwork {
  readonly context: Float64Array
  readonly layers: readonly { readonly weights: Float64Array; readonly biases: Float64Array }[]
}

/** Masks of later factors where they depend on earlier choices. */
export interface MaskAfterFace {
  /**
   * Given the choices of the factors before `factor` in `actions` [batch, agents, factors], writes which
   * choices of `factor` are legal: `mask` [batch, agents, counts[factor]].
   */
  maskAfter(factor: number, actions: Int32Array, mask: Uint8Array): void
}

/** Makes any policy safe, in the sense that the environment's README states. */
export interface ShieldFace {
  /** A policy for this environment that does what `policy` asks for where that is safe, and else what is nearest to it. */
  wrap(policy: Policy): Policy
}

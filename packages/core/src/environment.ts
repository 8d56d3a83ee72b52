/**
 * The environment: a batch of worlds over flat memory. `Environment`, `Buffers`, `allocateBuffers`, `wrapEnvironment`,
 * `Instance`, `Schedule`.
 */
import { GauntletError } from './errors.ts'
import type { Seed } from './random/seed.ts'
import { type ActionArray, maskWidth, product } from './spaces.ts'
import type { EnvironmentSpec, FaceName } from './spec.ts'
import type { Faces } from './faces.ts'

/**
 * What the worlds write and everybody else reads. The arrays are the same for the environment's whole
 * life and are rewritten in place by `reset` and `step`.
 */
export interface Buffers {
  readonly batch: number
  /** [batch, agents, ...observation shape] */
  readonly observations: Float32Array
  /** [batch, ...state shape], where the spec declares a state */
  readonly state: Float32Array | undefined
  /** [batch, agents, maskWidth], 1 where a choice is legal, where the spec is masked */
  readonly actionMask: Uint8Array | undefined
  /** [batch, agents], or [batch, agents, objectives] */
  readonly rewards: Float32Array
  /** [batch, agents]: 1 from the step at which this agent's episode came to its end until the world is reset */
  readonly terminated: Uint8Array
  /** [batch, agents]: likewise, where it was cut off */
  readonly truncated: Uint8Array
  /** [batch, agents]: 1 where the agent decides now, where the spec has activity */
  readonly active: Uint8Array | undefined
  /** [batch]: 1 where the episode came to its end in this step and the world was reset within it */
  readonly ended: Uint8Array
  /** As their live twins, of the episode that just ended; valid where `ended` */
  readonly finalObservations: Float32Array
  readonly finalState: Float32Array | undefined
  readonly finalActionMask: Uint8Array | undefined
  /** [batch, agents] (or [batch, agents, objectives]): sum of rewards of the episode that just ended, float64 */
  readonly returns: Float64Array
  /** [batch]: steps of the episode that just ended */
  readonly lengths: Int32Array
  /** [batch, metrics]: of the episode that just ended */
  readonly metrics: Float64Array
  /** [batch, constraints], where constrained */
  readonly costs: Float32Array | undefined
}

/**
 * What an episode plays: the key of everything that chance decides in it, and, where the environment has
 * numbered instances, which of them (drawn from the key where absent).
 */
export interface Instance {
  readonly key: Seed
  readonly index?: number
}

/** Which instance world `world` plays as its episode number `episode` (from 0). Pure. */
export type Schedule = (world: number, episode: number) => Instance

/**
 * A batch of independent worlds, each with `spec.agents` agents.
 *
 * `step` advances every world by one step. A world whose agents have all terminated or been truncated is
 * reset within the same step: its last observation is kept in `finalObservations`, its totals in `returns`,
 * `lengths` and `metrics`, and `ended` is set until the next step.
 */
export interface Environment extends Buffers, Faces {
  readonly spec: EnvironmentSpec
  /**
   * Starts every world at its episode 0. Without a schedule, episode `k` of world `w` plays the instance keyed
   * `seed.fold('env').fold(w).fold(k)`: not the batch size, not the other worlds, not the policy decides it.
   */
  reset(seed: Seed, schedule?: Schedule): void
  /**
   * Advances every world by one step.
   *
   * Shapes: `actions` [batch, agents, actionWidth] of the space's array type.
   * Errors: IllegalActionError where an action leaves its space or mask; nothing has moved then.
   */
  step(actions: ActionArray): void
  /**
   * Only where `step` puts actions down and others move the worlds, as at a seat of a game: brings what lies over other
   * buffers up to date, once the worlds have moved, were restarted or have begun anew.
   */
  refresh?(): void
  /** The score of the world's episode as it stands, where the environment tells it before the end: `online` ones do. */
  scoreSoFar?(world: number): number
  /** The world as text, for terminals and logs. */
  renderText(world: number): string
  /** The world as one SVG document. */
  renderSvg(world: number): string
  /**
   * What has happened in the world's episode so far, as lines to read, where the environment tells it; in the step that ended
   * an episode, of that one.
   */
  renderLog?(world: number): readonly string[]
}

const FACE_NAMES: readonly FaceName[] = [
  'snapshot',
  'instance',
  'expert',
  'differentiable',
  'postDecision',
  'meanField',
  'armModel',
  'dataset',
  'feasible',
  'maskAfter',
  'shield',
]

/**
 * The same environment over the same buffers, with some of its properties in other hands: for adapters, and for
 * whoever counts steps. Buffers are arrays for the environment's whole life, so reading them costs nothing more.
 */
export function wrapEnvironment(environment: Environment, changes: Partial<Environment>): Environment {
  const faces = FACE_NAMES.filter((name) => environment[name] !== undefined).map((name) => [
    name,
    environment[name],
  ])
  return {
    batch: environment.batch,
    observations: environment.observations,
    state: environment.state,
    actionMask: environment.actionMask,
    rewards: environment.rewards,
    terminated: environment.terminated,
    truncated: environment.truncated,
    active: environment.active,
    ended: environment.ended,
    finalObservations: environment.finalObservations,
    finalState: environment.finalState,
    finalActionMask: environment.finalActionMask,
    returns: environment.returns,
    lengths: environment.lengths,
    metrics: environment.metrics,
    costs: environment.costs,
    ...(Object.fromEntries(faces) as Partial<Environment>),
    spec: environment.spec,
    reset: (seed, schedule) => environment.reset(seed, schedule),
    step: (actions) => environment.step(actions),
    ...(environment.refresh && { refresh: () => environment.refresh!() }),
    ...(environment.scoreSoFar && { scoreSoFar: (world: number) => environment.scoreSoFar!(world) }),
    renderText: (world) => environment.renderText(world),
    renderSvg: (world) => environment.renderSvg(world),
    ...(environment.renderLog && { renderLog: (world: number) => environment.renderLog!(world) }),
    ...changes,
  }
}

/** The schedule of a seed: episode `k` of world `w` is keyed by `(seed, w, k)` and by nothing else. */
export function seedSchedule(seed: Seed): Schedule {
  const root = seed.fold('env')
  return (world, episode) => ({ key: root.fold(world).fold(episode) })
}

/** Every buffer that the spec asks for, zeroed. Errors: GauntletError where given observations are not of its length. */
export function allocateBuffers(spec: EnvironmentSpec, batch: number, observations?: Float32Array): Buffers {
  const rows = batch * spec.agents
  const observation = rows * product(spec.observation.shape)
  if (observations !== undefined && observations.length !== observation) {
    throw new GauntletError(
      'buffers',
      `observations: got ${observations.length} numbers, expected ${observation}`,
    )
  }
  const state = spec.state === undefined ? undefined : batch * product(spec.state.shape)
  const mask = spec.masked ? rows * maskWidth(spec.action) : undefined
  return {
    batch,
    observations: observations ?? new Float32Array(observation),
    state: state === undefined ? undefined : new Float32Array(state),
    actionMask: mask === undefined ? undefined : new Uint8Array(mask),
    rewards: new Float32Array(rows * spec.objectives),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    active: spec.activity ? new Uint8Array(rows).fill(1) : undefined,
    ended: new Uint8Array(batch),
    finalObservations: new Float32Array(observation),
    finalState: state === undefined ? undefined : new Float32Array(state),
    finalActionMask: mask === undefined ? undefined : new Uint8Array(mask),
    returns: new Float64Array(rows * spec.objectives),
    lengths: new Int32Array(batch),
    metrics: new Float64Array(batch * spec.metrics.length),
    costs: spec.constraints.length > 0 ? new Float32Array(batch * spec.constraints.length) : undefined,
  }
}

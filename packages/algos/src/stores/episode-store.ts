/** Whole episodes of teams, of which the oldest goes first: `EpisodeStore`; a drawn part: `EpisodeBatch`. */
import {
  type ActionArray,
  type EnvironmentSpec,
  GauntletError,
  type Stream,
  allocateActions,
  product,
} from '@gauntlet/core'
import { type Archive, named } from '../archive.ts'
import { type Column, type Store, copyRow, drawPlaces } from './store.ts'
import type { StepRows } from './step-record.ts'
import { type TransitionShape, transitionShape } from './transitions.ts'

/** Numbers that make up the parts of a team's episode. */
interface EpisodeShape extends TransitionShape {
  readonly agents: number
  /** 0 where there is no central state. */
  readonly stateWidth: number
  /** Most steps of an episode. */
  readonly horizon: number
}

/**
 * Episodes side by side, and time after time: row t·size + e is step t of episode e.
 *
 * Symbols: T the horizon; e an episode of `size`. What stands behind an episode's end means nothing, but that everything
 * is legal there.
 */
class Episodes {
  readonly size: number
  /** [T + 1, size, agents, …]: also what was seen at the end */
  readonly observations: Float32Array
  readonly masks: Uint8Array
  /** [T + 1, size, state width] */
  readonly states: Float32Array
  /** [T, size, agents, …] */
  readonly actions: ActionArray
  /** [T, size, agents] */
  readonly rewards: Float32Array
  /** [T, size, agents]: 1 where the step ended the agent's episode by itself */
  readonly terminated: Uint8Array
  /** [T, size, agents]: 1 where the agent's episode was not over before the step */
  readonly running: Uint8Array
  /** [size]: steps */
  readonly lengths: Int32Array
  /** With the rows that each has beyond T·size, in episodes. */
  private readonly columns: readonly (readonly [values: Column, width: number, more: 0 | 1])[]

  constructor(shape: EpisodeShape, size: number) {
    const { horizon, agents, observationWidth, stateWidth, maskWidth } = shape
    const steps = horizon * size
    const states = steps + size
    this.size = size
    this.observations = new Float32Array(states * agents * observationWidth)
    this.masks = new Uint8Array(states * agents * maskWidth)
    this.states = new Float32Array(states * stateWidth)
    this.actions = allocateActions(shape.action, steps * agents)
    this.rewards = new Float32Array(steps * agents)
    this.terminated = new Uint8Array(steps * agents)
    this.running = new Uint8Array(steps * agents)
    this.lengths = new Int32Array(size)
    this.columns = [
      [this.observations, agents * observationWidth, 1],
      [this.masks, agents * maskWidth, 1],
      [this.states, stateWidth, 1],
      [this.actions, this.actions.length / steps, 0],
      [this.rewards, agents, 0],
      [this.terminated, agents, 0],
      [this.running, agents, 0],
    ]
  }

  /** Episode `i` of others of the same shape as episode `j`. */
  copy(from: Episodes, i: number, j: number): void {
    const steps = from.lengths[i]
    this.lengths[j] = steps
    for (let c = 0; c < this.columns.length; c++) {
      const [values, width, more] = this.columns[c]
      const others = from.columns[c][0]
      for (let t = 0; t < steps + more; t++)
        copyRow(others, t * from.size + i, values, t * this.size + j, width)
    }
  }

  get state(): Archive {
    const { observations, masks, states, actions, rewards, terminated, running, lengths } = this
    return { observations, masks, states, actions, rewards, terminated, running, lengths }
  }
}

/** Episodes drawn from others. */
export class EpisodeBatch extends Episodes {
  /** Steps of the longest: what lies at later steps is of no episode. */
  steps: number = 0
  /** [T, size]: 1 where the episode had not ended before the step */
  readonly filled: Uint8Array
  readonly places: Int32Array
  private readonly choices: number

  constructor(shape: EpisodeShape, size: number) {
    super(shape, size)
    this.filled = new Uint8Array(shape.horizon * size)
    this.places = new Int32Array(size)
    this.choices = shape.agents * shape.maskWidth
  }

  /** Fetches the episodes at `places`. */
  gather(from: Episodes): void {
    const { size, lengths, filled, masks, choices } = this
    this.steps = 0
    for (let e = 0; e < size; e++) {
      this.copy(from, this.places[e], e)
      this.steps = Math.max(this.steps, lengths[e])
    }
    for (let t = 0; t < this.steps; t++) {
      for (let e = 0; e < size; e++) {
        filled[t * size + e] = t < lengths[e] ? 1 : 0
        // The state after step t is at t + 1.
        if (t >= lengths[e]) masks.fill(1, ((t + 1) * size + e) * choices, ((t + 1) * size + e + 1) * choices)
      }
    }
  }
}

/**
 * A ring of whole episodes, with the central state where there is one, as learners of value decompositions and of memory
 * want them. For environments of one reward whose horizon is finite.
 *
 * Source: Rashid et al. 2018 (QMIX), replay of episodes.
 */
export class EpisodeStore implements Store<EpisodeBatch> {
  readonly capacity: number
  private readonly shape: EpisodeShape
  private readonly episodes: Episodes
  /** [worlds]: what is being played */
  private readonly begun: Episodes
  /** Episodes that were ever put in. */
  private readonly counter = new Float64Array(1)
  private batch: EpisodeBatch

  /** `worlds` episodes are played at once. Errors: GauntletError where episodes have no greatest length. */
  constructor(spec: EnvironmentSpec, capacity: number, worlds: number) {
    const { agents, horizon, state } = spec
    if (horizon === Infinity)
      throw new GauntletError('store', 'a store of episodes: got an infinite horizon, expected a finite one')
    const stateWidth = state === undefined ? 0 : product(state.shape)
    this.shape = { ...transitionShape(spec), agents, horizon, stateWidth }
    this.capacity = capacity
    this.episodes = new Episodes(this.shape, capacity)
    this.begun = new Episodes(this.shape, worlds)
    this.batch = new EpisodeBatch(this.shape, 1)
  }

  /** Episodes that were ever put in. */
  get count(): number {
    return this.counter[0]
  }

  /** Whole episodes. */
  get length(): number {
    return Math.min(this.counter[0], this.capacity)
  }

  /** Takes a step of every world; an episode can be drawn once it has ended. */
  add(step: StepRows): void {
    for (let w = 0; w < this.begun.size; w++) {
      this.takeStep(step, w)
      if (step.ended[w] === 0) continue
      this.episodes.copy(this.begun, w, this.counter[0] % this.capacity)
      this.begun.lengths[w] = 0
      this.counter[0]++
    }
  }

  private takeStep(step: StepRows, w: number): void {
    const { begun, shape } = this
    const { agents, observationWidth, maskWidth, stateWidth } = shape
    const t = begun.lengths[w]++
    const [row, next] = [t * begun.size + w, (t + 1) * begun.size + w]
    copyRow(step.observations, w, begun.observations, row, agents * observationWidth)
    copyRow(step.nextObservations, w, begun.observations, next, agents * observationWidth)
    copyRow(step.actions, w, begun.actions, row, step.actions.length / begun.size)
    copyRow(step.rewards, w, begun.rewards, row, agents)
    copyRow(step.terminated, w, begun.terminated, row, agents)
    copyRow(step.running, w, begun.running, row, agents)
    if (step.masks !== undefined) copyRow(step.masks, w, begun.masks, row, agents * maskWidth)
    if (step.nextMasks !== undefined) copyRow(step.nextMasks, w, begun.masks, next, agents * maskWidth)
    if (step.states !== undefined) copyRow(step.states, w, begun.states, row, stateWidth)
    if (step.nextStates !== undefined) copyRow(step.nextStates, w, begun.states, next, stateWidth)
  }

  sample(size: number, stream: Stream): EpisodeBatch {
    if (this.batch.size !== size) this.batch = new EpisodeBatch(this.shape, size)
    drawPlaces(this.batch.places, this.length, stream)
    this.batch.gather(this.episodes)
    return this.batch
  }

  get state(): Archive {
    return { ...this.episodes.state, ...named('begun', this.begun.state), count: this.counter }
  }
}

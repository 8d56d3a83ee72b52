/** A step of an environment, as stores take it: `StepRows`, `StepRecord`. */
import { type ActionArray, type Environment, allocateActions, maskWidth, product } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { copyRow } from './store.ts'

/** Rows: every agent of every world. */
export interface StepRows {
  /** [rows, …]: what was observed, what was legal and what was done */
  readonly observations: Float32Array
  readonly masks: Uint8Array | undefined
  readonly actions: ActionArray
  /** [rows] */
  readonly rewards: Float32Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  /** [rows, …]: of the same episode, also where it ended */
  readonly nextObservations: Float32Array
  readonly nextMasks: Uint8Array | undefined
  /** [worlds, state width], where there is a state */
  readonly states: Float32Array | undefined
  readonly nextStates: Float32Array | undefined
  /** [rows]: 1 where the agent's episode was not over before; else its row is nothing to learn from */
  readonly running: Uint8Array
  /** [worlds]: 1 where the episode of all agents ended */
  readonly ended: Uint8Array
  /** [rows]: 1 where what follows is of the same world step, so that γ does not count; absent where nothing is */
  readonly within?: Uint8Array
}

/**
 * Takes down the steps of an environment with one reward and no agents that wait: `before` and `after` every one.
 * Its arrays are the same for its whole life.
 */
export class StepRecord implements StepRows {
  readonly observations: Float32Array
  readonly masks: Uint8Array | undefined
  readonly actions: ActionArray
  readonly rewards: Float32Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly nextObservations: Float32Array
  readonly nextMasks: Uint8Array | undefined
  readonly states: Float32Array | undefined
  readonly nextStates: Float32Array | undefined
  readonly running: Uint8Array
  readonly ended: Uint8Array
  private readonly environment: Environment
  /** [rows]: 1 from the end of an agent's episode until its world begins anew */
  private readonly finished: Uint8Array

  constructor(environment: Environment) {
    const { spec, batch, observations, actionMask, state } = environment
    const rows = batch * spec.agents
    this.environment = environment
    this.observations = observations.slice()
    this.nextObservations = observations.slice()
    this.masks = actionMask?.slice()
    this.nextMasks = actionMask?.slice()
    this.states = state?.slice()
    this.nextStates = state?.slice()
    this.actions = allocateActions(spec.action, rows)
    this.rewards = new Float32Array(rows)
    this.terminated = new Uint8Array(rows)
    this.truncated = new Uint8Array(rows)
    this.running = new Uint8Array(rows)
    this.finished = new Uint8Array(rows)
    this.ended = new Uint8Array(batch)
  }

  /** Takes down where the worlds stand, and what is going to be done. */
  before(actions: ActionArray): void {
    const { observations, actionMask, state } = this.environment
    this.observations.set(observations)
    if (actionMask !== undefined) this.masks?.set(actionMask)
    if (state !== undefined) this.states?.set(state)
    this.actions.set(actions)
    for (let i = 0; i < this.finished.length; i++) this.running[i] = 1 - this.finished[i]
  }

  /** Takes down what came of it. */
  after(): void {
    const { environment, finished } = this
    const { rewards, terminated, truncated, ended, spec } = environment
    this.rewards.set(rewards)
    this.terminated.set(terminated)
    this.truncated.set(truncated)
    this.ended.set(ended)
    this.takeNext()
    for (let i = 0; i < finished.length; i++) {
      const over = ended[Math.floor(i / spec.agents)] === 1
      finished[i] = over ? 0 : finished[i] | terminated[i] | truncated[i]
    }
  }

  /** What follows: of worlds that ended, their last. */
  private takeNext(): void {
    const { observations, actionMask, state, ended, spec, batch } = this.environment
    const { finalObservations, finalActionMask, finalState } = this.environment
    this.nextObservations.set(observations)
    if (actionMask !== undefined) this.nextMasks?.set(actionMask)
    if (state !== undefined) this.nextStates?.set(state)
    const [observed, choices] = [product(spec.observation.shape), maskWidth(spec.action)]
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      copyRow(finalObservations, w, this.nextObservations, w, spec.agents * observed)
      if (finalActionMask !== undefined)
        copyRow(finalActionMask, w, this.nextMasks!, w, spec.agents * choices)
      if (finalState !== undefined) copyRow(finalState, w, this.nextStates!, w, finalState.length / batch)
    }
  }

  /** What a later step depends on, for checkpoints. */
  get state(): Archive {
    return { finished: this.finished }
  }
}

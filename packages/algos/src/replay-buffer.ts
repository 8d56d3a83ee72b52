/** Transitions to learn from again: `ReplayBuffer`. */
import type { Part, Stream } from '@gauntlet/core'
import type { Archive } from './archive.ts'

/** A ring of transitions of one discrete action each; the oldest goes first. */
export class ReplayBuffer {
  static readonly part: Part = {
    id: 'ring',
    slot: 'store',
    reads: ['observations', 'actions', 'rewards', 'ends', 'successors'],
    adds: ['transitions'],
    needs: {},
  }
  readonly capacity: number
  private readonly width: number
  private readonly choices: number
  /** [capacity, …]: s, a, r, whether s' is worth nothing, s', and the mask at s' */
  readonly observations: Float32Array
  readonly actions: Int32Array
  readonly rewards: Float32Array
  readonly terminated: Uint8Array
  readonly nextObservations: Float32Array
  readonly nextMasks: Uint8Array
  /** Transitions that were ever put in. */
  private readonly count = new Float64Array(1)

  /** `width` numbers make an observation, `choices` bits a mask. */
  constructor(capacity: number, width: number, choices: number) {
    this.capacity = capacity
    this.width = width
    this.choices = choices
    this.observations = new Float32Array(capacity * width)
    this.actions = new Int32Array(capacity)
    this.rewards = new Float32Array(capacity)
    this.terminated = new Uint8Array(capacity)
    this.nextObservations = new Float32Array(capacity * width)
    this.nextMasks = new Uint8Array(capacity * choices)
  }

  get length(): number {
    return Math.min(this.count[0], this.capacity)
  }

  /** Takes row `i` of the arrays as one transition; `nextMask` is absent where every choice is legal. The place that it gets. */
  add(
    i: number,
    observations: Float32Array,
    action: number,
    reward: number,
    terminated: number,
    nextObservations: Float32Array,
    nextMask: Uint8Array | undefined,
  ): number {
    const { width, choices } = this
    const place = this.count[0] % this.capacity
    this.observations.set(observations.subarray(i * width, (i + 1) * width), place * width)
    this.nextObservations.set(nextObservations.subarray(i * width, (i + 1) * width), place * width)
    this.actions[place] = action
    this.rewards[place] = reward
    this.terminated[place] = terminated
    const mask = this.nextMasks.subarray(place * choices, (place + 1) * choices)
    if (nextMask === undefined) mask.fill(1)
    else mask.set(nextMask.subarray(i * choices, (i + 1) * choices))
    this.count[0]++
    return place
  }

  /** Places of `size` transitions, drawn with replacement. */
  sample(size: number, stream: Stream): Int32Array {
    const places = new Int32Array(size)
    for (let i = 0; i < size; i++) places[i] = stream.integer(this.length)
    return places
  }

  /** Everything that it holds, for checkpoints. */
  get state(): Archive {
    const { observations, actions, rewards, terminated, nextObservations, nextMasks, count } = this
    return { observations, actions, rewards, terminated, nextObservations, nextMasks, count }
  }
}

/** Transitions of which the oldest goes first: `TransitionRing`, `RingOptions`. */
import type { Stream } from '@gauntlet/core'
import { type Archive, named } from '../archive.ts'
import { type Store, copyRow, drawPlaces } from './store.ts'
import type { StepRows } from './step-record.ts'
import { TransitionBatch, type TransitionShape, Transitions } from './transitions.ts'

export interface RingOptions {
  /** Transitions kept. */
  readonly capacity: number
  /** Rows of every step: all agents of all worlds. */
  readonly rows: number
  /** γ */
  readonly discount: number
  /** n: steps whose rewards are summed before the value of a state stands for the rest. */
  readonly steps: number
}

/**
 * A ring of n-step transitions. A transition is put in once its n steps are over, or its episode is: then also those that
 * began later, over the steps that there were.
 *
 * Source: Mnih et al. 2015 (replay); Sutton 1988 (n steps).
 */
export class TransitionRing implements Store<TransitionBatch> {
  readonly capacity: number
  readonly transitions: Transitions
  private readonly shape: TransitionShape
  private readonly discount: number
  private readonly steps: number
  /** [rows, n]: what has begun; its Γ is γ to the power of its age */
  private readonly begun: Transitions
  /** [rows]: how many have begun, and the oldest among the n places */
  private readonly waiting: Int32Array
  private readonly oldest: Int32Array
  /** Transitions that were ever put in. */
  private readonly counter = new Float64Array(1)
  private batch: TransitionBatch

  constructor(shape: TransitionShape, { capacity, rows, discount, steps }: RingOptions) {
    this.capacity = capacity
    this.shape = shape
    this.discount = discount
    this.steps = steps
    this.transitions = new Transitions(shape, capacity, true)
    this.begun = new Transitions(shape, rows * steps)
    this.waiting = new Int32Array(rows)
    this.oldest = new Int32Array(rows)
    this.batch = new TransitionBatch(shape, 1)
  }

  get length(): number {
    return Math.min(this.counter[0], this.capacity)
  }

  /** Transitions that were ever put in; number k stands at place k mod capacity. */
  get count(): number {
    return this.counter[0]
  }

  /** Takes every row of a step whose episode was not over. */
  add(step: StepRows): void {
    for (let i = 0; i < this.waiting.length; i++) if (step.running[i] === 1) this.addRow(step, i)
  }

  private addRow(step: StepRows, i: number): void {
    const { begun, waiting, oldest, steps, discount } = this
    this.begin(step, i)
    for (let k = 0; k < waiting[i]; k++) {
      const place = i * steps + ((oldest[i] + k) % steps)
      begun.rewards[place] += begun.discounts[place] * step.rewards[i]
      if (step.within?.[i] !== 1) begun.discounts[place] *= discount
    }
    const over = step.terminated[i] === 1 || step.truncated[i] === 1
    const due = over ? waiting[i] : Math.max(0, waiting[i] - steps + 1)
    for (let k = 0; k < due; k++) this.putIn(step, i)
  }

  private begin(step: StepRows, i: number): void {
    const { begun, waiting, oldest, steps } = this
    const { observationWidth, maskWidth } = this.shape
    const place = i * steps + ((oldest[i] + waiting[i]) % steps)
    copyRow(step.observations, i, begun.observations, place, observationWidth)
    copyRow(step.actions, i, begun.actions, place, begun.actionWidth)
    if (step.masks !== undefined) copyRow(step.masks, i, begun.masks, place, maskWidth)
    begun.rewards[place] = 0
    begun.discounts[place] = 1
    waiting[i]++
  }

  /** Puts the oldest in that has begun in a row, with what followed the step. */
  private putIn(step: StepRows, i: number): void {
    const { begun, waiting, oldest, steps, transitions, counter } = this
    const place = counter[0] % this.capacity
    transitions.copy(begun, i * steps + oldest[i], place)
    transitions.follow(step.nextObservations, step.nextMasks, i, place)
    if (step.terminated[i] === 1) transitions.discounts[place] = 0
    oldest[i] = (oldest[i] + 1) % steps
    waiting[i]--
    counter[0]++
  }

  sample(size: number, stream: Stream): TransitionBatch {
    const batch = this.batchOf(size)
    drawPlaces(batch.places, this.length, stream)
    batch.gather(this.transitions, batch.places)
    return batch
  }

  /** The arrays for as many as were drawn last, or new ones. */
  batchOf(size: number): TransitionBatch {
    if (this.batch.rows !== size) this.batch = new TransitionBatch(this.shape, size)
    return this.batch
  }

  get state(): Archive {
    const { waiting, oldest, counter } = this
    return { ...this.transitions.state, ...named('begun', this.begun.state), waiting, oldest, count: counter }
  }
}

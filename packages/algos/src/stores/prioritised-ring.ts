/** Transitions drawn by how wrong they were: `PrioritisedRing`. */
import type { Stream } from '@gauntlet/core'
import { type Archive, named } from '../archive.ts'
import { Priorities } from '../priorities.ts'
import { type Store, requireSome } from './store.ts'
import type { StepRows } from './step-record.ts'
import { type RingOptions, TransitionRing } from './transition-ring.ts'
import type { TransitionBatch, TransitionShape } from './transitions.ts'

/**
 * A ring whose transitions are drawn in proportion to (|δ| + 1e-6)^α, new ones as if they were the worst so far; their
 * `weights` undo that where β is 1.
 *
 * Source: Schaul et al. 2016, proportional prioritisation.
 */
export class PrioritisedRing implements Store<TransitionBatch> {
  private readonly ring: TransitionRing
  private readonly priorities: Priorities
  private last: TransitionBatch | undefined

  /** `priorityExponent` is α. */
  constructor(shape: TransitionShape, options: RingOptions & { readonly priorityExponent: number }) {
    this.ring = new TransitionRing(shape, options)
    this.priorities = new Priorities(options.capacity, options.priorityExponent)
  }

  get length(): number {
    return this.ring.length
  }

  get count(): number {
    return this.ring.count
  }

  get capacity(): number {
    return this.ring.capacity
  }

  /** Takes every row of a step whose episode was not over. */
  add(step: StepRows): void {
    const { ring, priorities } = this
    const from = ring.count
    ring.add(step)
    for (let k = from; k < ring.count; k++) priorities.add(k % ring.capacity)
  }

  /** `importanceExponent` is β. */
  sample(size: number, stream: Stream, importanceExponent: number = 1): TransitionBatch {
    const { ring, priorities } = this
    requireSome(ring.length)
    const batch = ring.batchOf(size)
    priorities.draw(size, stream, batch.places)
    priorities.weights(batch.places, ring.length, importanceExponent, batch.weights)
    batch.gather(ring.transitions, batch.places)
    this.last = batch
    return batch
  }

  /** Says by how much what was drawn last was mistaken: [size]. */
  update(errors: Float64Array): void {
    const places = this.last?.places ?? new Int32Array(0)
    for (let i = 0; i < places.length; i++) this.priorities.update(places[i], errors[i])
  }

  get state(): Archive {
    return { ...this.ring.state, ...named('priorities', this.priorities.state) }
  }
}

/** What an expert said, of all collections together: `Labels`; for recipes `Aggregate`, the part `AGGREGATE`. */
import { type ActionArray, type EnvironmentSpec, type Stream, allocateActions, integer } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'
import { type Store, copyRow, copyRows, drawPlaces } from './store.ts'
import { TransitionBatch, type TransitionShape, transitionShape } from './transitions.ts'

/** Observations with actions, of which the oldest go where there is no place for more. What is drawn says nothing of what came of them. */
export class Labels implements Store<TransitionBatch> {
  readonly capacity: number
  private readonly shape: TransitionShape
  /** [capacity, …] */
  private readonly observations: Float32Array
  private readonly masks: Uint8Array
  private readonly actions: ActionArray
  private readonly actionWidth: number
  /** Labels that were ever put in. */
  private readonly counter = new Float64Array(1)
  private batch: TransitionBatch

  constructor(spec: EnvironmentSpec, capacity: number) {
    this.capacity = capacity
    this.shape = transitionShape(spec)
    this.observations = new Float32Array(capacity * this.shape.observationWidth)
    this.masks = new Uint8Array(capacity * this.shape.maskWidth)
    this.actions = allocateActions(spec.action, capacity)
    this.actionWidth = this.actions.length / capacity
    this.batch = new TransitionBatch(this.shape, 1)
  }

  get length(): number {
    return Math.min(this.counter[0], this.capacity)
  }

  /** Takes every decision of a rollout. */
  add(rollout: Rollout): void {
    const { counter, capacity, shape, actionWidth } = this
    for (const from of rollout.decisions()) {
      const place = counter[0]++ % capacity
      copyRow(rollout.observations, from, this.observations, place, shape.observationWidth)
      copyRow(rollout.actions, from, this.actions, place, actionWidth)
      if (rollout.masks !== undefined) copyRow(rollout.masks, from, this.masks, place, shape.maskWidth)
    }
  }

  sample(size: number, stream: Stream): TransitionBatch {
    if (this.batch.rows !== size) this.batch = new TransitionBatch(this.shape, size)
    const { batch, shape, actionWidth } = this
    drawPlaces(batch.places, this.length, stream)
    copyRows(this.observations, batch.places, batch.observations, shape.observationWidth)
    copyRows(this.actions, batch.places, batch.actions, actionWidth)
    copyRows(this.masks, batch.places, batch.masks, shape.maskWidth)
    return batch
  }

  get state(): Archive {
    const { observations, masks, actions, counter } = this
    return { observations, masks, actions, count: counter }
  }
}

/** A store of labels that is yet to be told how many there can be. */
export class Aggregate {
  private readonly spec: EnvironmentSpec
  private readonly capacity: number

  constructor(spec: EnvironmentSpec, capacity: number) {
    this.spec = spec
    this.capacity = capacity
  }

  /** It never holds more than `most`. */
  begin(most: number): Labels {
    return new Labels(this.spec, Math.min(this.capacity, most))
  }
}

export const AGGREGATE: PartDefinition<'store'> = definePart({
  id: 'aggregate',
  slot: 'store',
  parameters: {
    capacity: integer({
      default: 100_000,
      minimum: 1,
      maximum: 10_000_000,
      description: 'Labels kept; the oldest go first',
    }),
  },
  columns: { reads: ['observations', 'labels'], adds: ['transitions'], needs: {} },
  build: ({ capacity }, { spec }) => new Aggregate(spec, capacity),
})

/** Transitions that are drawn again: `Replay`, the parts `RING` and `PRIORITISED`. */
import { type IntegerField, type NumberField, type Stream, integer, number } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { PrioritisedRing } from './prioritised-ring.ts'
import type { StepRows } from './step-record.ts'
import type { Store } from './store.ts'
import { type RingOptions, TransitionRing } from './transition-ring.ts'
import type { TransitionBatch, TransitionShape } from './transitions.ts'

export interface TransitionStore extends Store<TransitionBatch> {
  /** Transitions, or episodes, that were ever put in; number k stands at place k mod capacity. */
  readonly count: number
  readonly capacity: number
  /** `count`, where updates are counted by it; else they are by world steps. */
  readonly clock?: number
  /** Takes every row of a step whose episode was not over. */
  add(step: StepRows): void
  sample(size: number, stream: Stream, importanceExponent?: number): TransitionBatch
  /** Says by how much what was drawn last was mistaken: [size]. */
  update?(errors: Float64Array): void
}

/** What a store is told of what it is to keep. */
export interface Replayed extends Pick<RingOptions, 'rows' | 'discount'> {
  readonly shape: TransitionShape
}

/** A store that is yet to be told how many rows a step has, of which widths, and what γ is. */
export class Replay {
  private readonly make: (replayed: Replayed, most: number) => TransitionStore
  private readonly importance: number

  /** `importance` is β at the beginning; it rises to 1 over the budget. */
  constructor(make: Replay['make'], importance: number) {
    this.make = make
    this.importance = importance
  }

  /** It never holds more than `most`. */
  begin(replayed: Replayed, most: number): TransitionStore {
    return this.make(replayed, most)
  }

  /** β after a share of the budget. */
  importanceAt(progress: number): number {
    return this.importance + progress * (1 - this.importance)
  }
}

const FIELDS: { readonly capacity: IntegerField; readonly steps: IntegerField } = {
  capacity: integer({ default: 10_000, minimum: 1, maximum: 10_000_000, description: 'Transitions kept' }),
  steps: integer({
    default: 1,
    minimum: 1,
    maximum: 1000,
    description: 'n: steps whose rewards are summed before a value stands for the rest',
  }),
}

const COLUMNS = {
  reads: ['observations', 'actions', 'rewards', 'ends', 'successors'],
  adds: ['transitions'],
  needs: {},
} as const

export const RING: PartDefinition<'store'> = definePart({
  id: 'ring',
  slot: 'store',
  parameters: FIELDS,
  columns: COLUMNS,
  build: ({ capacity, steps }) =>
    new Replay(
      ({ shape, ...options }, most) =>
        new TransitionRing(shape, { ...options, steps, capacity: Math.min(capacity, most) }),
      1,
    ),
})

const exponentField = (exponent: number, description: string): NumberField =>
  number({ default: exponent, minimum: 0, maximum: 1, description })

export const PRIORITISED: PartDefinition<'store'> = definePart({
  id: 'prioritised',
  slot: 'store',
  parameters: {
    ...FIELDS,
    priority: exponentField(0.6, 'α: how much errors count in what is drawn'),
    importance: exponentField(0.4, 'β: how much of that weights undo; it rises to 1'),
  },
  columns: COLUMNS,
  build: ({ capacity, steps, priority, importance }) =>
    new Replay(({ shape, ...options }, most) => {
      const size = { ...options, steps, capacity: Math.min(capacity, most) }
      return new PrioritisedRing(shape, { ...size, priorityExponent: priority })
    }, importance),
})

/** Transitions that are drawn again: `Replay`, the parts `RING` and `PRIORITISED`. */
import { type IntegerField, type NumberField, type Stream, integer, number } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { PrioritisedRing } from './prioritised-ring.ts'
import type { StepRows } from './step-record.ts'
import type { Store } from './store.ts'
import { type RingOptions, TransitionRing } from './transition-ring.ts'
import { type TransitionBatch, type TransitionShape, transitionShape } from './transitions.ts'

export interface TransitionStore extends Store<TransitionBatch> {
  /** Episodes that were ever put in, where updates are counted by these; else they are by world steps. */
  readonly clock?: number
  /** Takes every row of a step whose episode was not over. */
  add(step: StepRows): void
  sample(size: number, stream: Stream, importanceExponent?: number): TransitionBatch
  /** Says by how much what was drawn last was mistaken: [size]. */
  update?(errors: Float64Array): void
}

/** A store that is yet to be told how many rows a step has and what γ is. */
export class Replay {
  private readonly make: (options: Pick<RingOptions, 'rows' | 'discount'>, most: number) => TransitionStore
  private readonly importance: number

  /** `importance` is β at the beginning; it rises to 1 over the budget. */
  constructor(make: Replay['make'], importance: number) {
    this.make = make
    this.importance = importance
  }

  /** It never holds more than `most`. */
  begin(options: Pick<RingOptions, 'rows' | 'discount'>, most: number): TransitionStore {
    return this.make(options, most)
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
  build: ({ capacity, steps }, { spec }) =>
    new Replay(
      (options, most) =>
        new TransitionRing(transitionShape(spec), {
          ...options,
          steps,
          capacity: Math.min(capacity, most),
        }),
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
  build: ({ capacity, steps, priority, importance }, { spec }) =>
    new Replay((options, most) => {
      const shape: TransitionShape = transitionShape(spec)
      const size = { ...options, steps, capacity: Math.min(capacity, most) }
      return new PrioritisedRing(shape, { ...size, priorityExponent: priority })
    }, importance),
})

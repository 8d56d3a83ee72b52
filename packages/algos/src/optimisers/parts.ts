/** Parts of an optimiser: the update (`ADAM`, `RADAM`, `RMSPROP`), the step size's schedule (`LINEAR`), a bound (`CLIP_NORM`). */
import { GauntletError, boolean, choice, number } from '@gauntlet/core'
import { gradientNormField, learningRateField, weightDecayField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { adam } from './adam.ts'
import type { PopulationPiece } from './evolution.ts'
import type { Optimiser } from './optimiser.ts'
import { rmsprop } from './rmsprop.ts'

/** Whose parameters an update moves. */
export type Moved = 'all' | 'policy' | 'critics'

/** One of the parts that make an optimiser together. */
export type OptimiserPiece =
  | {
      readonly kind: 'update'
      readonly of: Moved
      readonly learningRate: number
      make(sizes: readonly number[]): Optimiser
    }
  /** The share of the learning rate after a share of the budget. */
  | { readonly kind: 'schedule'; at(progress: number): number }
  /** A bound of the joint norm of all gradients; 0 for none. */
  | { readonly kind: 'bound'; readonly maximum: number }
  /** A bound of every single number of the gradient. */
  | { readonly kind: 'bound-each'; readonly maximum: number }
  /** By what the learning rate is multiplied after every episode. */
  | { readonly kind: 'by-episode'; readonly factor: number }
  | PopulationPiece

/** What the pieces are together. */
export interface OptimiserPlan {
  make(sizes: readonly number[]): Optimiser
  /** After a share of the budget. */
  learningRate(progress: number): number
  /** Of all gradients together; 0 for no bound. */
  readonly maximumNorm: number
}

/**
 * Of the pieces that move all, or those parameters.
 * Errors: GauntletError where the update is none, or there are several, which is a mistake of the recipe's.
 */
export function planOptimiser(pieces: readonly OptimiserPiece[], moved: Moved = 'all'): OptimiserPlan {
  const updates = pieces
    .filter((piece) => piece.kind === 'update')
    .filter(({ of }) => of === 'all' || of === moved)
  if (updates.length !== 1)
    throw new GauntletError('composition', `the recipe has ${updates.length} updates, expected one`)
  const [{ make, learningRate }] = updates
  const schedules = pieces.filter((piece) => piece.kind === 'schedule')
  const bounds = pieces.filter((piece) => piece.kind === 'bound').map(({ maximum }) => maximum)
  return {
    make,
    learningRate: (progress) => schedules.reduce((rate, { at }) => rate * at(progress), learningRate),
    maximumNorm: bounds.length === 0 ? 0 : Math.min(...bounds),
  }
}

/** Of what moves parameters, and of what changes how far it does. */
const UPDATE = { reads: ['loss'], adds: ['moves'], needs: {} } as const
const CHANGE = { reads: ['moves'], adds: [], needs: {} } as const

const epsilonField = number({ default: 1e-8, minimum: 0, description: 'ε in the denominator' })

export const ADAM: PartDefinition<'optimiser'> = definePart({
  id: 'adam',
  slot: 'optimiser',
  parameters: {
    learningRate: learningRateField(1e-3),
    epsilon: epsilonField,
    weightDecay: weightDecayField(0),
    of: choice<Moved>({
      options: ['all', 'policy', 'critics'],
      default: 'all',
      description: 'Whose parameters it moves',
    }),
  },
  columns: UPDATE,
  build: ({ learningRate, of, ...options }) => ({
    kind: 'update',
    of,
    learningRate,
    make: (sizes) => adam(sizes, options),
  }),
})

/** An update of everything, of which only ε is to be told. */
function plainUpdate(
  id: string,
  make: (sizes: readonly number[], options: { readonly epsilon: number }) => Optimiser,
): PartDefinition<'optimiser'> {
  return definePart({
    id,
    slot: 'optimiser',
    parameters: { learningRate: learningRateField(1e-3), epsilon: epsilonField },
    columns: UPDATE,
    build: ({ learningRate, ...options }) => ({
      kind: 'update',
      of: 'all',
      learningRate,
      make: (sizes) => make(sizes, options),
    }),
  })
}

export const RADAM: PartDefinition<'optimiser'> = plainUpdate('radam', (sizes, options) =>
  adam(sizes, { ...options, rectified: true }),
)

export const RMSPROP: PartDefinition<'optimiser'> = plainUpdate('rmsprop', rmsprop)

/** The learning rate falls linearly to 0 over the budget. */
export const LINEAR: PartDefinition<'optimiser'> = definePart({
  id: 'linear',
  slot: 'optimiser',
  parameters: { falls: boolean({ default: true, description: 'Whether it falls at all' }) },
  columns: CHANGE,
  build: ({ falls }) => ({ kind: 'schedule', at: (progress) => (falls ? 1 - progress : 1) }),
})

/** Source: Pascanu, Mikolov and Bengio 2013, algorithm 1. */
export const CLIP_NORM: PartDefinition<'optimiser'> = definePart({
  id: 'clip-norm',
  slot: 'optimiser',
  parameters: { maximum: gradientNormField(0.5) },
  columns: CHANGE,
  build: ({ maximum }) => ({ kind: 'bound', maximum }),
})

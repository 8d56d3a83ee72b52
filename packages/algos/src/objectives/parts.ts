/** What objectives are made of, for recipes: masks, denominators and weights; `objectiveOf` puts them together. */
import { GauntletError, type NumberField, type Stream, number } from '@gauntlet/core'
import { CLIP_HIGH, CLIP_LOW, OUTER_HIGH, OUTER_LOW, clipField } from '../configuration.ts'
import type { Conservatism } from '../critics/q.ts'
import type { ValueLoss } from '../critics/value-loss.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { oneSide, ring, twoSide } from './band-masks.ts'
import { clipCov } from './clip-cov.ts'
import { clip, dualClip, unmasked } from './clip-masks.ts'
import type { Improvement } from './improvements.ts'
import { cappedRatio, oldPolicy, ownPolicy } from './denominators.ts'
import type { Objective } from './objective.ts'
import { type JointLoss, lesserSquaredError } from './lesser-critic.ts'
import { type Denominator, type Mask, type Weight, product } from './product.ts'
import { trajectoryRatio } from './trajectory-ratio.ts'
import { byAdvantage, exponential, tempered } from './weights.ts'

/**
 * One of the three parts that make an objective together; or, of learners from transitions, what their critics or their policies
 * learn.
 */
export type ObjectivePiece =
  | { readonly kind: 'mask'; readonly mask: Mask }
  | { readonly kind: 'denominator'; readonly denominator: Denominator }
  | { readonly kind: 'weight'; readonly weight: Weight }
  | { readonly kind: 'regression'; readonly loss: ValueLoss }
  /** What a conservative critic's penalty weighs beside its regression on a batch, and what it holds down. */
  | { readonly kind: 'conservatism'; of(batch: TransitionBatch, stream: Stream): Conservatism }
  | { readonly kind: 'improvement'; readonly improvement: Improvement }
  /** Minus the rewards themselves, which are differentiated through the environment. */
  | { readonly kind: 'rewards' }
  /** What two critics lose together, in place of each its own loss. */
  | { readonly kind: 'joint-regression'; readonly loss: JointLoss }

/** Errors: GauntletError where one of the three is missing or there twice, which is a mistake of the recipe's. */
export function objectiveOf(pieces: readonly ObjectivePiece[]): Objective {
  const masks = pieces.filter((piece) => piece.kind === 'mask')
  const denominators = pieces.filter((piece) => piece.kind === 'denominator')
  const weights = pieces.filter((piece) => piece.kind === 'weight')
  if (masks.length === 1 && denominators.length === 1 && weights.length === 1) {
    return product(masks[0].mask, denominators[0].denominator, weights[0].weight)
  }
  const given = `${masks.length} masks, ${denominators.length} denominators and ${weights.length} weights`
  throw new GauntletError('composition', `the recipe's objective has ${given}, expected one of each`)
}

const none = { reads: [], adds: ['mask'], needs: {} } as const
const byRatio = { reads: ['advantages', 'log-probabilities'], adds: ['mask'], needs: {} } as const
const LOW = clipField(0.2, CLIP_LOW)
const HIGH = clipField(0.2, CLIP_HIGH)

/** A mask of one name, by how far the ratio may move from 1 on either side. */
function bandPart(id: string, make: (low: number, high: number) => Mask): PartDefinition<'objective'> {
  return definePart({
    id,
    slot: 'objective',
    parameters: { low: LOW, high: HIGH },
    columns: byRatio,
    build: ({ low, high }) => ({ kind: 'mask', mask: make(low, high) }),
  })
}

function shareField(share: number, description: string): NumberField {
  return number({ default: share, minimum: 0, maximum: 1, description })
}

function denominatorPart(
  id: string,
  reads: readonly string[],
  denominator: () => Denominator,
): PartDefinition<'objective'> {
  return definePart({
    id,
    slot: 'objective',
    parameters: {},
    columns: { reads: ['likelihood', 'actions', ...reads], adds: ['surrogate'], needs: {} },
    build: () => ({ kind: 'denominator', denominator: denominator() }),
  })
}

const COUNTS = { reads: ['advantages', 'mask', 'surrogate'], adds: ['weight', 'loss'], needs: {} } as const

export const OBJECTIVE_PARTS: readonly PartDefinition<'objective'>[] = [
  definePart({
    id: 'none',
    slot: 'objective',
    parameters: {},
    columns: none,
    build: () => ({ kind: 'mask', mask: unmasked }),
  }),
  bandPart('clip', clip),
  definePart({
    id: 'dual-clip',
    slot: 'objective',
    parameters: {
      low: LOW,
      high: HIGH,
      bound: number({
        default: 3,
        minimum: 1,
        description: 'The ratio from which a bad action pushes no harder',
      }),
    },
    columns: byRatio,
    build: ({ low, high, bound }) => ({ kind: 'mask', mask: dualClip(low, high, bound) }),
  }),
  bandPart('one-side', oneSide),
  bandPart('two-side', twoSide),
  definePart({
    id: 'ring',
    slot: 'objective',
    parameters: {
      low: LOW,
      high: HIGH,
      outerLow: clipField(0.4, OUTER_LOW),
      outerHigh: clipField(0.4, OUTER_HIGH),
    },
    columns: byRatio,
    build: ({ low, high, outerLow, outerHigh }) => ({
      kind: 'mask',
      mask: ring(low, high, outerLow, outerHigh),
    }),
  }),
  definePart({
    id: 'clip-cov',
    slot: 'objective',
    parameters: {
      low: LOW,
      high: HIGH,
      share: shareField(0.02, 'Share of a minibatch’s decisions that are let go'),
      from: shareField(0.9, 'Quantile of covariance from which a decision may be let go'),
      to: shareField(1, 'Quantile up to which'),
    },
    columns: byRatio,
    build: ({ low, high, ...band }) => ({ kind: 'mask', mask: clipCov(low, high, band) }),
  }),
  denominatorPart('pi', [], () => ownPolicy),
  denominatorPart('old', ['log-probabilities'], () => oldPolicy),
  definePart({
    id: 'cispo',
    slot: 'objective',
    parameters: { cap: number({ default: 3, minimum: 0, description: 'The greatest ratio' }) },
    columns: { reads: ['likelihood', 'actions', 'log-probabilities'], adds: ['surrogate'], needs: {} },
    build: ({ cap }) => ({ kind: 'denominator', denominator: cappedRatio(cap) }),
  }),
  denominatorPart('gspo', ['log-probabilities', 'trajectories'], trajectoryRatio),
  definePart({
    id: 'advantage',
    slot: 'objective',
    parameters: {},
    columns: COUNTS,
    build: () => ({ kind: 'weight', weight: byAdvantage }),
  }),
  definePart({
    id: 'lesser-critic',
    slot: 'objective',
    parameters: {},
    columns: { reads: ['values', 'post-values', 'returns'], adds: ['loss'], needs: {} },
    build: () => ({ kind: 'joint-regression', loss: lesserSquaredError }),
  }),
  definePart({
    id: 'tempered',
    slot: 'objective',
    parameters: { tau: number({ default: 1, minimum: 0, description: 'τ of the step of mirror descent' }) },
    columns: COUNTS,
    build: ({ tau }) => ({ kind: 'weight', weight: tempered(tau) }),
  }),
  definePart({
    id: 'exponential',
    slot: 'objective',
    parameters: {
      temperature: number({ default: 1, minimum: 1e-6, description: 'b of exp(A / b)' }),
      cap: number({ default: 100, minimum: 0, description: 'The greatest weight' }),
    },
    columns: COUNTS,
    build: ({ temperature, cap }) => ({ kind: 'weight', weight: exponential(temperature, cap) }),
  }),
]

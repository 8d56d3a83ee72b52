/** What moves a distribution over parameters by the returns of its members: `Evolution`, `PopulationPiece`, `ranking`. */
import { GauntletError, type Seed } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { OptimiserPiece } from './parts.ts'

export interface Evolution {
  /** The middle of the distribution, [parameters]: what the policy acts by between generations. */
  readonly mean: Float32Array | Float64Array
  /** The members of a generation, each [parameters], whose noise is folded from `seed`. */
  draw(seed: Seed): readonly Float64Array[]
  /** Moves by what the members that were drawn last were paid, [members]; what it logs. */
  move(returns: Float64Array, spent: Spent): Readonly<Record<string, number>>
  /** All that it keeps from generation to generation, written in place: part of a checkpoint. */
  readonly state: Archive
}

/** World steps drawn so far, and allowed in all. */
export interface Spent {
  readonly steps: number
  readonly budget: number
}

/** An optimiser that needs no gradients. */
export interface PopulationPiece {
  readonly kind: 'population'
  /** For parameters that begin as `initial`; `pieces` are all of the recipe's, for those that it leans on. */
  make(initial: Float32Array, pieces: readonly OptimiserPiece[]): Evolution
}

/** Numbers of members from the best return to the worst; of equal ones the earlier comes first. */
export function ranking(returns: Float64Array): number[] {
  return Array.from(returns.keys()).sort((p, q) => returns[q] - returns[p] || p - q)
}

/** Errors: GauntletError where there are none or several, which is a mistake of the recipe's. */
export function onlyPopulation(pieces: readonly OptimiserPiece[]): PopulationPiece {
  const found = pieces.filter((piece) => piece.kind === 'population')
  if (found.length === 1) return found[0]
  throw new GauntletError(
    'composition',
    `the recipe has ${found.length} optimisers of populations, expected one`,
  )
}

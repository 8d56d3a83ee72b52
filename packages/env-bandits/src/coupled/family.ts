/** Families of subsets: `Family`. */
import type { Stream } from '@gauntlet/core'
import type { Programme } from './programme.ts'
import type { SubsetTree } from './subset-tree.ts'

/** The subsets that an environment allows; the same in every state. */
export interface Family {
  readonly elements: number
  /** The family in words: `at most 3 of 10 arms`. */
  readonly words: string
  /** Whether it holds the subset at `from` of `subsets`, by an exact test. */
  contains(subsets: Uint8Array, from: number): boolean
  /** Whether some member holds all that is in the subset; absent where every subset of a member is one itself. */
  begins?(subsets: Uint8Array, from: number): boolean
  /** All of them; `undefined` where there are more than `limit`. */
  enumerate(limit: number): SubsetTree | undefined
  /**
   * Writes columns and rows into an empty programme: columns 0 … elements - 1 are the elements, 1 where chosen, and their
   * whole solutions are exactly the family. Further columns are helpers.
   */
  constrain(programme: Programme): void
  /** [elements]: those of one class may stand for each other in any subset of a family that holds its members' subsets. */
  readonly classes?: Int32Array
  /** The subset of greatest total score, where that takes neither table nor solver. */
  best?(scores: Float64Array, scoresFrom: number, subsets: Uint8Array, from: number): void
  /** A random subset, written to `from` on; scratch is [elements]. */
  draw(stream: Stream, scratch: Int32Array, subsets: Uint8Array, from: number): void
}

/** Interventions of which so many are chosen: `InterventionSets`. */
import type { Stream } from '@gauntlet/core'
import type { Family } from './family.ts'
import type { Programme } from './programme.ts'
import { type SubsetTree, growSubsets } from './subset-tree.ts'
import { requireWhole } from './whole-numbers.ts'

/** Sets of exactly `budget` interventions. Source: SEQUOIA (arXiv 2503.01919), multiple interventions. */
export class InterventionSets implements Family {
  readonly elements: number
  readonly words: string
  readonly budget: number

  constructor(elements: number, budget: number) {
    requireWhole('elements', elements, 1)
    requireWhole('budget', budget, 0)
    this.elements = elements
    this.words = `exactly ${budget} of ${elements} interventions`
    this.budget = budget
  }

  contains(subsets: Uint8Array, from: number): boolean {
    return this.sizeOf(subsets, from) === this.budget
  }

  begins(subsets: Uint8Array, from: number): boolean {
    return this.sizeOf(subsets, from) <= this.budget
  }

  private sizeOf(subsets: Uint8Array, from: number): number {
    let size = 0
    for (let k = 0; k < this.elements; k++) size += subsets[from + k]
    return size
  }

  enumerate(limit: number): SubsetTree | undefined {
    // A beginning may end in a member where enough elements come after its last.
    const reaches = (subset: Uint8Array): boolean =>
      this.begins(subset, 0) &&
      this.sizeOf(subset, 0) + this.elements - 1 - subset.lastIndexOf(1) >= this.budget
    return growSubsets(this.elements, (subset) => this.contains(subset, 0), reaches, limit)
  }

  constrain(programme: Programme): void {
    for (let k = 0; k < this.elements; k++) programme.column(0, 1, 'whole')
    for (let k = 0; k < this.elements; k++) programme.add(k, 1)
    programme.end(this.budget, this.budget)
  }

  /** The `budget` greatest scores; of equal ones, the first. */
  best(scores: Float64Array, scoresFrom: number, subsets: Uint8Array, from: number): void {
    const { elements } = this
    subsets.fill(0, from, from + elements)
    for (let n = 0; n < this.budget; n++) {
      let best = -1
      for (let k = 0; k < elements; k++) {
        if (subsets[from + k] === 1) continue
        if (best < 0 || scores[scoresFrom + k] > scores[scoresFrom + best]) best = k
      }
      subsets[from + best] = 1
    }
  }

  draw(stream: Stream, scratch: Int32Array, subsets: Uint8Array, from: number): void {
    for (let k = 0; k < this.elements; k++) scratch[k] = k
    stream.shuffle(scratch)
    subsets.fill(0, from, from + this.elements)
    for (let n = 0; n < this.budget; n++) subsets[from + scratch[n]] = 1
  }
}

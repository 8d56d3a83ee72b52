/** Arms that find two workers' time slots each: `SchedulingSets`. */
import type { Stream } from '@gauntlet/core'
import { drawMaximal, growDownwardClosed } from './downward-closed.ts'
import type { Family } from './family.ts'
import type { Programme } from './programme.ts'
import type { SubsetTree } from './subset-tree.ts'
import { requireWhole, requireWholes } from './whole-numbers.ts'

/** Units of workers' time that a pulled arm takes. */
const UNITS = 2

/** Sixteen slots, of whose sets all are looked at. */
const MOST_BITS = 65_535

/**
 * Sets of at most `budget` arms, each of which gets two units of workers' time in its own slots; a worker has one unit
 * in each slot of his.
 *
 * Workers in a slot are alike, so only their number there counts; and since arms ask for units, a set can be served
 * where for every set T of slots (Hall): 2 × arms with no slot outside T ≤ workers in the slots of T. That is at once the
 * exact test and the programme, without helpers.
 * Source: SEQUOIA (arXiv 2503.01919), schedule-constrained domain.
 */
export class SchedulingSets implements Family {
  readonly elements: number
  readonly classes: Int32Array
  readonly words: string
  readonly budget: number
  /** [arms] and [workers]: bit s is set where one is free in slot s */
  readonly arms: Int32Array
  readonly workers: Int32Array
  /** Sets of slots to look at, as bits, and the units of workers' time in each. */
  private readonly slotSets: Int32Array
  private readonly units: Int32Array

  /** Errors: ParameterError where a number is not whole or out of range. */
  constructor(arms: Int32Array, workers: Int32Array, budget: number) {
    requireWholes('arms', arms, 0, MOST_BITS)
    requireWholes('workers', workers, 0, MOST_BITS)
    requireWhole('budget', budget, 0)
    this.elements = arms.length
    this.arms = arms
    this.classes = arms
    this.workers = workers
    this.budget = budget
    this.words = `at most ${budget} arms that get ${UNITS} units of workers’ time each in their own slots`
    this.slotSets = tightSlotSets(arms)
    this.units = this.slotSets.map((slots) => workers.reduce((sum, free) => sum + bitCount(free & slots), 0))
  }

  contains(subsets: Uint8Array, from: number): boolean {
    const { arms, slotSets, units, elements } = this
    let size = 0
    for (let j = 0; j < elements; j++) size += subsets[from + j]
    if (size > this.budget) return false
    for (let t = 0; t < slotSets.length; t++) {
      let asked = 0
      for (let j = 0; j < elements; j++) {
        if (subsets[from + j] === 1 && (arms[j] & ~slotSets[t]) === 0) asked += UNITS
      }
      if (asked > units[t]) return false
    }
    return true
  }

  enumerate(limit: number): SubsetTree | undefined {
    return growDownwardClosed(this.elements, (subsets, from) => this.contains(subsets, from), limit)
  }

  constrain(programme: Programme): void {
    const { arms, slotSets, units, elements } = this
    for (let j = 0; j < elements; j++) programme.column(0, 1, 'whole')
    for (let j = 0; j < elements; j++) programme.add(j, 1)
    programme.end(-Infinity, this.budget)
    for (let t = 0; t < slotSets.length; t++) {
      for (let j = 0; j < elements; j++) if ((arms[j] & ~slotSets[t]) === 0) programme.add(j, 1)
      programme.end(-Infinity, Math.floor(units[t] / UNITS))
    }
  }

  draw(stream: Stream, scratch: Int32Array, subsets: Uint8Array, from: number): void {
    drawMaximal((sets, at) => this.contains(sets, at), stream, scratch, subsets, from)
  }
}

/** The unions of arms' slots; every other set of slots asks for no more than one of these, and has as much. */
function tightSlotSets(arms: Int32Array): Int32Array {
  const unions = new Set<number>()
  for (const slots of new Set(arms)) {
    for (const union of [0, ...unions]) unions.add(union | slots)
  }
  return Int32Array.from(unions).sort()
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

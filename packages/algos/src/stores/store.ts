/** What learners draw from again: `Store`; how rows move between arrays: `copyRow`, `copyRows`, `Column`; `drawPlaces`, `requireSome`. */
import { type Stream, GauntletError } from '@gauntlet/core'
import type { Archive } from '../archive.ts'

export interface Store<Batch> {
  /** How many it holds that can be drawn: transitions, or whole episodes. */
  readonly length: number
  /**
   * `size` of them, drawn with replacement, in arrays that the next call rewrites; they are allocated when `size` changes.
   * Errors: GauntletError where it holds none.
   */
  sample(size: number, stream: Stream): Batch
  /** All that it holds, to be saved, and to be restored in place. */
  readonly state: Archive
}

export type Column = Float64Array | Float32Array | Int32Array | Uint8Array

/** Copies row `i` of one array, `width` numbers, to row `j` of another. Without a view of either: nothing is allocated. */
export function copyRow(from: Column, i: number, to: Column, j: number, width: number): void {
  const [source, target] = [i * width, j * width]
  for (let k = 0; k < width; k++) to[target + k] = from[source + k]
}

/** Copies the rows at `places` of one array, one after the other, to another. Likewise. */
export function copyRows(from: Column, places: Int32Array, to: Column, width: number): void {
  for (let i = 0, target = 0; i < places.length; i++) {
    const source = places[i] * width
    for (let k = 0; k < width; k++) to[target++] = from[source + k]
  }
}

/** Fills `places` with numbers below `length`, each as likely as the others. Errors: GauntletError where there are none. */
export function drawPlaces(places: Int32Array, length: number, stream: Stream): void {
  requireSome(length)
  for (let i = 0; i < places.length; i++) places[i] = stream.integer(length)
}

export function requireSome(length: number): void {
  if (length > 0) return
  throw new GauntletError('store', 'sample: got a store that holds nothing, expected something in it')
}

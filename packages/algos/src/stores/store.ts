/** What learners draw from again: `Store`; how rows move between arrays: `copyRow`, `copyRows`, `Column`; masks in bits, `packRow`, `unpackRows`; `drawPlaces`, `requireSome`. */
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

/** Copies row `i` of masks, `width` of them, to row `j` of others that keep eight in a byte. Likewise. */
export function packRow(from: Uint8Array, i: number, to: Uint8Array, j: number, width: number): void {
  const target = j * Math.ceil(width / 8)
  for (let k = 0, byte = 0; k < width; k++) {
    byte |= from[i * width + k] << (k & 7)
    if ((k & 7) !== 7 && k + 1 < width) continue
    to[target + (k >> 3)] = byte
    byte = 0
  }
}

/** Copies the rows at `places` of masks that are kept eight in a byte, one after the other, to masks by themselves. Likewise. */
export function unpackRows(from: Uint8Array, places: Int32Array, to: Uint8Array, width: number): void {
  const bytes = Math.ceil(width / 8)
  for (let i = 0, target = 0; i < places.length; i++) {
    const source = places[i] * bytes
    for (let k = 0; k < width; k++) to[target++] = (from[source + (k >> 3)] >> (k & 7)) & 1
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

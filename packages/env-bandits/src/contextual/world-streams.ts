/** The random streams of worlds, and a snapshot's typed arrays: `WorldStreams`, `requireArray`. */
import { GauntletError, type Instance, Seed, Stream, show } from '@gauntlet/core'

/** Several streams for each world, folded by name from its instance's key. */
export class WorldStreams {
  private readonly names: readonly string[]
  private readonly streams: readonly (readonly Stream[])[]

  constructor(batch: number, names: readonly string[]) {
    this.names = names
    this.streams = names.map(() => Array.from({ length: batch }, () => new Stream(Seed.from(0))))
  }

  /** The streams of that name, [batch]. */
  of(name: string): readonly Stream[] {
    return this.streams[this.names.indexOf(name)]
  }

  open(w: number, { key }: Instance): void {
    for (let s = 0; s < this.names.length; s++) this.streams[s][w].open(key.fold(this.names[s]))
  }

  /** [streams, 4] */
  save(w: number): Uint32Array {
    const words = new Uint32Array(4 * this.streams.length)
    for (let s = 0; s < this.streams.length; s++) this.streams[s][w].save(words, 4 * s)
    return words
  }

  load(w: number, words: Uint32Array): void {
    for (let s = 0; s < this.streams.length; s++) this.streams[s][w].load(words, 4 * s)
  }
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array

/** Arrays of all worlds of which each world has an equal part, by the names under which snapshots keep them. */
export type WorldArrays = Readonly<Record<string, Numbers>>

/** World `w`'s part of each array. */
export function saveArrays(arrays: WorldArrays, w: number, batch: number): Record<string, Numbers> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => {
      const width = array.length / batch
      return [name, array.slice(w * width, (w + 1) * width)]
    }),
  )
}

/** Errors: GauntletError naming what of the content is missing or of another type or length. */
export function loadArrays(
  id: string,
  arrays: WorldArrays,
  w: number,
  batch: number,
  content: unknown,
): void {
  const saved = Object(content) as Readonly<Record<string, unknown>>
  for (const [name, array] of Object.entries(arrays)) {
    requireArray(id, name, saved[name], array, array.length / batch)
  }
  for (const [name, array] of Object.entries(arrays)) {
    array.set(saved[name] as Numbers, (w * array.length) / batch)
  }
}

/** Refuses what is not an array of the type of `like`, of that length. */
export function requireArray(id: string, name: string, given: unknown, like: Numbers, length: number): void {
  if (Object.getPrototypeOf(Object(given)) === Object.getPrototypeOf(like)) {
    if ((given as Numbers).length === length) return
  }
  throw new GauntletError(
    'snapshot',
    `${id}: got a snapshot with ${name} ${show(given)}, expected ${like.constructor.name} of ${length}`,
  )
}

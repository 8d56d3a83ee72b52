/** What decides how worlds go on, kept in snapshots: `WorldMemory`. */
import type { Instance } from './environment.ts'
import { GauntletError } from './errors.ts'
import { Seed } from './random/seed.ts'
import { Stream } from './random/stream.ts'
import { show } from './show.ts'

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array

/** Arrays of all worlds of which each world has an equal part, by the names under which snapshots keep them. */
type WorldArrays = Readonly<Record<string, Numbers>>

/** By an array's name, whether a number may be the k-th of a world's part. */
type Allowed = Readonly<Record<string, (value: number, k: number) => boolean>>

/** The name under which a snapshot keeps the streams, [streams, 4]. */
const STREAMS = 'streams'

/** Arrays in which rules keep the state of their worlds, and several streams for each world, folded by name from its instance's key. */
export class WorldMemory {
  private readonly id: string
  private readonly batch: number
  private readonly names: readonly string[]
  private readonly streams: readonly (readonly Stream[])[]
  private readonly arrays: WorldArrays
  private readonly allowed: Allowed

  constructor(
    id: string,
    batch: number,
    streams: readonly string[],
    arrays: WorldArrays,
    allowed: Allowed = {},
  ) {
    this.id = id
    this.batch = batch
    this.names = streams
    this.streams = streams.map(() => Array.from({ length: batch }, () => new Stream(Seed.from(0))))
    this.arrays = arrays
    this.allowed = allowed
  }

  /** The streams of that name, [batch]. */
  stream(name: string): readonly Stream[] {
    return this.streams[this.names.indexOf(name)]
  }

  /** Begins the streams of world `w`. */
  open(w: number, { key }: Instance): void {
    for (let s = 0; s < this.names.length; s++) this.streams[s][w].open(key.fold(this.names[s]))
  }

  /** World `w`'s part of each array, and its streams. */
  save(w: number): Readonly<Record<string, Numbers>> {
    const words = new Uint32Array(4 * this.streams.length)
    this.streams.forEach((stream, s) => stream[w].save(words, 4 * s))
    const parts = Object.entries(this.arrays).map(([name, array]) => {
      const width = array.length / this.batch
      return [name, array.slice(w * width, (w + 1) * width)] as const
    })
    return { ...Object.fromEntries(parts), [STREAMS]: words }
  }

  /** Errors: GauntletError naming what of the content is missing, of another type or length, or no number that may be there. */
  load(w: number, content: unknown): void {
    const saved = Object(content) as Readonly<Record<string, Numbers>>
    for (const [name, array] of Object.entries(this.arrays))
      this.require(name, saved[name], array, array.length / this.batch)
    this.require(STREAMS, saved[STREAMS], new Uint32Array(0), 4 * this.streams.length)
    for (const [name, array] of Object.entries(this.arrays))
      array.set(saved[name], (w * array.length) / this.batch)
    const words = saved[STREAMS] as Uint32Array
    this.streams.forEach((stream, s) => stream[w].load(words, 4 * s))
  }

  /** Refuses what is not an array of the type of `like`, of that length, of numbers that are allowed. */
  private require(name: string, given: unknown, like: Numbers, length: number): void {
    const { allowed } = this
    const known =
      Object.getPrototypeOf(Object(given)) === Object.getPrototypeOf(like) &&
      (given as Numbers).length === length
    if (known && (!Object.hasOwn(allowed, name) || (given as Float64Array).every(allowed[name]))) return
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot with ${name} ${show(given)}, expected ${like.constructor.name} of ${length}${known ? ' within its range' : ''}`,
    )
  }
}

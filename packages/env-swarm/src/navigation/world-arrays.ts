/** Arrays of all worlds, one world's part of which goes into a snapshot: `WorldArrays`. */
import { GauntletError, show } from '@gauntlet/core'

type Numbers = Float64Array | Int32Array

/** Arrays of which each world has an equal part, by the names under which snapshots keep them. */
export class WorldArrays {
  private readonly id: string
  private readonly batch: number
  private readonly arrays: Readonly<Record<string, Numbers>>
  private readonly allowed: Readonly<Record<string, (value: number) => boolean>>

  /** `allowed`: by an array's name, which numbers may be in it; all that are finite unless said. */
  constructor(
    id: string,
    batch: number,
    arrays: Readonly<Record<string, Numbers>>,
    allowed: Readonly<Record<string, (value: number) => boolean>>,
  ) {
    this.id = id
    this.batch = batch
    this.arrays = arrays
    this.allowed = allowed
  }

  /** World `w`'s part of each array. */
  save(w: number): Readonly<Record<string, Numbers>> {
    const parts = Object.entries(this.arrays).map(([name, array]) => {
      const width = array.length / this.batch
      return [name, array.slice(w * width, (w + 1) * width)] as const
    })
    return Object.fromEntries(parts)
  }

  /** Errors: GauntletError naming what of the content is missing, of another type or length, or out of its range; nothing has changed then. */
  load(w: number, content: unknown): void {
    const saved = Object(content) as Readonly<Record<string, Numbers>>
    for (const [name, array] of Object.entries(this.arrays)) this.require(name, saved[name], array)
    for (const [name, array] of Object.entries(this.arrays))
      array.set(saved[name], (w * array.length) / this.batch)
  }

  private require(name: string, given: unknown, like: Numbers): void {
    const length = like.length / this.batch
    const known =
      Object.getPrototypeOf(Object(given)) === Object.getPrototypeOf(like) &&
      (given as Numbers).length === length
    const allowed = this.allowed[name] ?? Number.isFinite
    if (known && (given as Float64Array).every((value) => allowed(value))) return
    const expected = `${like.constructor.name} of ${length}${known ? ' within its range' : ''}`
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot with ${name} ${show(given)}, expected ${expected}`,
    )
  }
}

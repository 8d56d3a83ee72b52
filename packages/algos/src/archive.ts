/** Named arrays as one block of bytes, and back: `pack`, `unpack`, `restore`, `named`. */
import { GauntletError } from '@gauntlet/core'

export type ArchiveArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array
export type Archive = Readonly<Record<string, ArchiveArray>>

const KINDS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const

interface Entry {
  readonly name: string
  readonly kind: keyof typeof KINDS
  readonly length: number
}

/** Entries begin at multiples of so many bytes, as float64 wants. */
const ALIGNMENT = 8

/** A header of JSON, its length before it (uint32, little-endian), and every array's bytes in the order of names. */
export function pack(arrays: Archive): Uint8Array {
  const names = Object.keys(arrays).sort()
  const entries = names.map((name): Entry => {
    const { constructor, length } = arrays[name]
    return { name, kind: constructor.name as keyof typeof KINDS, length }
  })
  // Names are ASCII, so characters are bytes.
  const header = Uint8Array.from(JSON.stringify(entries), (character) => character.charCodeAt(0))
  const start = aligned(4 + header.length)
  const size = names.reduce((sum, name) => sum + aligned(arrays[name].byteLength), start)
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, 4)
  let offset = start
  for (const name of names) {
    const { buffer, byteOffset, byteLength } = arrays[name]
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset)
    offset += aligned(byteLength)
  }
  return bytes
}

/** The arrays, copied out. Errors: GauntletError where the bytes are no archive. */
export function unpack(bytes: Uint8Array): Archive {
  try {
    const whole = bytes.slice()
    const length = new DataView(whole.buffer).getUint32(0, true)
    const header = Array.from(whole.subarray(4, 4 + length), (code) => String.fromCharCode(code)).join('')
    const entries = JSON.parse(header) as Entry[]
    let offset = aligned(4 + length)
    const arrays = entries.map(({ name, kind, length: count }): [string, ArchiveArray] => {
      const array = new KINDS[kind](whole.buffer, offset, count).slice()
      offset += aligned(array.byteLength)
      return [name, array]
    })
    return Object.fromEntries(arrays)
  } catch (error) {
    throw new GauntletError('state', 'the bytes are no saved state of a learner', { cause: error })
  }
}

/** Writes saved arrays back into living ones. Errors: GauntletError where a name or a length does not fit. */
export function restore(into: Archive, from: Archive): void {
  for (const [name, array] of Object.entries(into)) {
    const saved = from[name]
    if (saved === undefined || saved.length !== array.length) {
      throw new GauntletError(
        'state',
        `saved state: ${name} has ${saved?.length ?? 'no'} numbers, expected ${array.length}; ` +
          'it was saved under another configuration or another environment',
      )
    }
    array.set(saved as never)
  }
}

/** The same arrays under names of their own: `prefix.name`. */
export function named(prefix: string, archive: Archive): Archive {
  return Object.fromEntries(Object.entries(archive).map(([name, array]) => [`${prefix}.${name}`, array]))
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

/**
 * Named arrays as one block of bytes, and back: `pack`, `unpack`, `restore`, `named`, `without`.
 *
 * The bytes are those of a safetensors file: the length of the header (uint64, little-endian), the header in JSON (by name,
 * type, shape and place of an array; `__metadata__` with the version of this format), and the arrays without gaps.
 *
 * Source: the format as github.com/huggingface/safetensors describes it.
 */
import { GauntletError, show } from '@gauntlet/core'

export type ArchiveArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array
export type Archive = Readonly<Record<string, ArchiveArray>>

/** A global that Node and browsers share. */
declare class TextDecoder {
  constructor(label: string, options: { readonly fatal: boolean })
  decode(bytes: Uint8Array): string
}

const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const

interface Entry {
  readonly dtype: keyof typeof TYPES
  readonly shape: readonly number[]
  /** From where to where its bytes are, behind the header. */
  readonly data_offsets: readonly [begin: number, end: number]
}

const METADATA = '__metadata__'
const VERSION = '1'

/** Bytes that say how long the header is; header and they are a multiple of as many, as float64 wants. */
const LENGTH = 8

/** The arrays' bytes: those of wide types first, so that all are aligned, and among them in the order of names. */
export function pack(arrays: Archive): Uint8Array {
  const wide = (name: string): number => arrays[name].BYTES_PER_ELEMENT
  const names = Object.keys(arrays).sort((p, q) => wide(q) - wide(p) || (p < q ? -1 : 1))
  let end = 0
  const entries = names.map((name): [string, Entry] => {
    const begin = end
    end += arrays[name].byteLength
    return [name, { dtype: typeOf(arrays[name]), shape: [arrays[name].length], data_offsets: [begin, end] }]
  })
  const metadata = { format: 'gauntlet-state', formatVersion: VERSION }
  const header = asciiJson({ [METADATA]: metadata, ...Object.fromEntries(entries) })
  const start = Math.ceil((LENGTH + header.length) / LENGTH) * LENGTH
  const bytes = new Uint8Array(start + end).fill(' '.charCodeAt(0), 0, start)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH), true)
  for (let i = 0; i < header.length; i++) bytes[LENGTH + i] = header.charCodeAt(i)
  for (const [name, { data_offsets }] of entries) {
    const { buffer, byteOffset, byteLength } = arrays[name]
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + data_offsets[0])
  }
  return bytes
}

/** JSON of which every character is one byte. */
function asciiJson(value: object): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, escaped)
}

function typeOf(array: ArchiveArray): keyof typeof TYPES {
  const names = Object.keys(TYPES) as (keyof typeof TYPES)[]
  return names.find((name) => array instanceof TYPES[name])!
}

/**
 * The arrays, copied out, whatever their shape was. Errors: GauntletError naming what is wrong where the bytes are no archive
 * or not all of one.
 */
export function unpack(bytes: Uint8Array): Archive {
  const { header, start } = headerOf(bytes)
  const { [METADATA]: metadata = {}, ...rest } = header
  const { formatVersion = VERSION } = Object(metadata) as { formatVersion?: unknown }
  if (formatVersion !== VERSION) throw malformed('formatVersion', show(formatVersion), show(VERSION))
  const entries = Object.entries(rest).map(([name, entry]): [string, Entry] => [name, checked(name, entry)])
  const places = entries.toSorted(([, p], [, q]) => before(p.data_offsets, q.data_offsets))
  let end = 0
  for (const [name, { data_offsets }] of places) {
    if (data_offsets[0] !== end)
      throw malformed(`${show(name)}: data_offsets`, data_offsets, `a begin at ${end}`)
    end = data_offsets[1]
  }
  if (bytes.length - start !== end) throw malformed('data', `${bytes.length - start} bytes`, `${end}`)
  // Not `bytes.slice`, which of a Node buffer copies nothing.
  const data = new Uint8Array(bytes.subarray(start)).buffer
  return Object.fromEntries(
    entries.map(
      ([
        name,
        {
          dtype,
          data_offsets: [from, to],
        },
      ]) => [name, new TYPES[dtype](data.slice(from, to))],
    ),
  )
}

function before([p, until]: Entry['data_offsets'], [q, end]: Entry['data_offsets']): number {
  return p - q || until - end
}

function headerOf(bytes: Uint8Array): {
  readonly header: Readonly<Record<string, unknown>>
  readonly start: number
} {
  if (bytes.length < LENGTH) throw malformed('length', `${bytes.length} bytes`, `at least ${LENGTH}`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  const start = LENGTH + length
  if (start > bytes.length) throw malformed('header', `${bytes.length - LENGTH} bytes`, `${length}`)
  const header = parsed(bytes.subarray(LENGTH, start))
  if (typeof header === 'object' && header !== null && !Array.isArray(header))
    return { header: header as Record<string, unknown>, start }
  throw malformed('header', header, 'an object of arrays by name')
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw malformed('header', `${bytes.length} other bytes`, 'JSON in UTF-8', { cause })
  }
}

/** An entry of the header whose type, shape and place are in order. */
function checked(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = Object(entry) as Partial<Record<keyof Entry, unknown>>
  if (typeof dtype !== 'string' || !Object.hasOwn(TYPES, dtype))
    throw malformed(`${show(name)}: dtype`, show(dtype), `one of ${Object.keys(TYPES).join(', ')}`)
  if (!isCounts(shape)) throw malformed(`${show(name)}: shape`, shape, 'whole numbers')
  if (!isCounts(offsets) || offsets.length !== 2)
    throw malformed(`${show(name)}: data_offsets`, offsets, 'two whole numbers')
  const size = shape.reduce((product, length) => product * length, 1)
  const bytes = size * TYPES[dtype as Entry['dtype']].BYTES_PER_ELEMENT
  if (offsets[1] - offsets[0] === bytes) return entry as Entry
  throw malformed(
    `${show(name)}: data_offsets`,
    offsets,
    `${bytes} bytes, as ${dtype} of shape [${shape}] takes`,
  )
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0)
}

function malformed(what: string, given: unknown, allowed: string, options?: ErrorOptions): GauntletError {
  const got = typeof given === 'string' ? given : show(given)
  return new GauntletError('state', `saved state: ${what}: got ${got}, expected ${allowed}`, options)
}

/** Writes saved arrays back into living ones. Errors: GauntletError where a name, a type or a length does not fit. */
export function restore(into: Archive, from: Archive): void {
  for (const [name, array] of Object.entries(into)) {
    const saved = Object.hasOwn(from, name) ? from[name] : undefined
    if (saved?.length !== array.length || typeOf(saved) !== typeOf(array)) {
      const had = saved === undefined ? 'no numbers' : `${saved.length} numbers of ${typeOf(saved)}`
      throw new GauntletError(
        'state',
        `saved state: ${name} has ${had}, expected ${array.length} of ${typeOf(array)}; ` +
          'it was saved under another configuration or another environment',
      )
    }
    array.set(saved)
  }
}

/** The same arrays under names of their own: `prefix.name`. */
export function named(prefix: string, archive: Archive): Archive {
  return Object.fromEntries(Object.entries(archive).map(([name, array]) => [`${prefix}.${name}`, array]))
}

/** Those of the arrays that were named with a prefix, under their own names. */
export function without(prefix: string, archive: Archive): Archive {
  const own = Object.entries(archive).filter(([name]) => name.startsWith(`${prefix}.`))
  return Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length + 1), array]))
}

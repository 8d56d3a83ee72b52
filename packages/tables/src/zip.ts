/**
 * Zip files of some members, in memory: `readZip`, `writeZip`.
 *
 * Source: PKWARE's APPNOTE 6.3.3, without what outgrows 32 bits (zip64), ciphers, or more than one disk.
 */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { inflate } from './inflate.ts'
import { utf8 } from './text.ts'

/** A file within the file. */
export interface ZipMember {
  readonly name: string
  /** Its bytes. Errors: ParameterError naming file and member where they are damaged, or packed otherwise than deflated. */
  read(): Uint8Array
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Bytes of their heads. */
const LOCAL_SIZE = 30
const CENTRAL_SIZE = 46
const END_SIZE = 22

/** Most bytes of a comment, behind which the end has to be looked for. */
const MOST_COMMENT = 0xffff
/** Most bytes that all members have together. */
const MOST_BYTES = 0xffffffff
/** No deflated byte stands for more than so many. */
const MOST_RATIO = 1032

const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

/** What the directory says of a member. */
interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where its bytes are. */
  readonly from: number
}

/**
 * The members in the order of the directory, none of which is unpacked before it is read.
 * Errors: ParameterError naming the file, and the member, where the bytes are no zip file, are not all of one, have two
 * members of one name or in one place, or claim to unpack to more than they can or than 4 GiB.
 */
export function readZip({ name, bytes }: FileContent): ZipMember[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = endOf(view)
  if (end === undefined) throw new ParameterError(name, 'other bytes', 'a whole zip file')
  const entries = directoryOf(name, view, end)
  requireApart(name, entries)
  return entries.map((entry) => ({
    name: entry.name,
    read: () => unpacked(`${name}: ${entry.name}`, bytes, entry),
  }))
}

/** Where the record of the end is; its comment reaches to the end of the file. */
function endOf(view: DataView): number | undefined {
  const least = Math.max(0, view.byteLength - END_SIZE - MOST_COMMENT)
  for (let at = view.byteLength - END_SIZE; at >= least; at--) {
    const fits = view.getUint32(at, true) === END
    if (fits && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at
  }
  return undefined
}

function directoryOf(name: string, view: DataView, end: number): Entry[] {
  const count = view.getUint16(end + 10, true)
  const size = view.getUint32(end + 12, true)
  const from = view.getUint32(end + 16, true)
  const parts = [view.getUint16(end + 4, true), view.getUint16(end + 6, true)]
  if (parts.some((part) => part !== 0) || view.getUint16(end + 8, true) !== count)
    throw new ParameterError(name, 'one file of several', 'a zip file in one')
  if (from + size !== end) {
    const said = `a directory of ${size} bytes from byte ${from}`
    throw new ParameterError(name, said, `it to end at byte ${end}; larger files (zip64) are not read`)
  }
  const entries: Entry[] = []
  let at = from
  for (let k = 0; k < count; k++) {
    const whose = `${name}: member ${k + 1}`
    const room = at + CENTRAL_SIZE <= end && view.getUint32(at, true) === CENTRAL
    const next = room ? at + CENTRAL_SIZE + lengthsAt(view, at + 28, 3) : Infinity
    if (next > end) throw new ParameterError(whose, 'no entry in the directory', `${count} entries`)
    entries.push(entryAt(whose, view, at, from))
    at = next
  }
  if (at !== end) throw new ParameterError(name, `${end - at} more bytes of directory`, `${count} entries`)
  return entries
}

/** The sum of `count` 16-bit lengths that stand side by side. */
function lengthsAt(view: DataView, at: number, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += view.getUint16(at + 2 * k, true)
  return sum
}

/** What entry `at` of the directory, which begins at `directory`, and the head of the member say. */
function entryAt(whose: string, view: DataView, at: number, directory: number): Entry {
  const nameLength = view.getUint16(at + 28, true)
  const name = nameOf(whose, view, at + CENTRAL_SIZE, nameLength)
  const packed = view.getUint32(at + 20, true)
  const head = view.getUint32(at + 42, true)
  const there = head + LOCAL_SIZE <= directory && view.getUint32(head, true) === LOCAL
  const from = there ? head + LOCAL_SIZE + lengthsAt(view, head + 26, 2) : Infinity
  if (from + packed > directory)
    throw new ParameterError(
      `${whose} (${name})`,
      `${packed} bytes at byte ${head}`,
      'a place within the file',
    )
  return {
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed,
    size: view.getUint32(at + 24, true),
    from,
  }
}

function nameOf(whose: string, view: DataView, at: number, length: number): string {
  try {
    return utf8(new Uint8Array(view.buffer, view.byteOffset + at, length))
  } catch (error) {
    throw new ParameterError(`${whose}: name`, (error as Error).message, 'text in UTF-8')
  }
}

/** Refuses members that share a name or bytes, or unpack to too much: a small file must not fill the memory. */
function requireApart(file: string, entries: readonly Entry[]): void {
  const names = new Set<string>()
  let total = 0
  for (const { name, packed, size } of entries) {
    if (names.has(name))
      throw new ParameterError(`${file}: ${name}`, 'another member of this name', 'names that differ')
    names.add(name)
    total += size
    const most = packed * MOST_RATIO
    if (size > most)
      throw new ParameterError(`${file}: ${name}`, `${size} bytes`, `at most ${most} of ${packed} packed`)
  }
  if (total > MOST_BYTES) throw new ParameterError(file, `${total} bytes unpacked`, `at most ${MOST_BYTES}`)
  const places = entries.toSorted((p, q) => p.from - q.from || p.packed - q.packed)
  places.forEach(({ name, from }, k) => {
    if (k > 0 && places[k - 1].from + places[k - 1].packed > from)
      throw new ParameterError(`${file}: ${name}`, `bytes of ${places[k - 1].name}`, 'bytes of its own')
  })
}

function unpacked(whose: string, bytes: Uint8Array, entry: Entry): Uint8Array {
  const { method, flags, from, packed, size, crc } = entry
  if ((flags & ENCRYPTED) !== 0) throw new ParameterError(whose, 'encrypted bytes', 'plain ones')
  if (method !== STORED && method !== DEFLATED)
    throw new ParameterError(`${whose}: method`, method, `${STORED} (stored) or ${DEFLATED} (deflated)`)
  if (method === STORED && packed !== size)
    throw new ParameterError(whose, `${packed} bytes`, `${size}, as the directory says`)
  const output = filled(whose, bytes.subarray(from, from + packed), method, size)
  const found = crc32(output)
  if (found !== crc) throw new ParameterError(`${whose}: CRC-32`, hexadecimal(found), hexadecimal(crc))
  return output
}

/** A member's bytes, as they are or inflated. */
function filled(whose: string, packed: Uint8Array, method: number, size: number): Uint8Array {
  try {
    const output = new Uint8Array(size)
    if (method === STORED) output.set(packed)
    else inflate(packed, output)
    return output
  } catch (error) {
    // There may not be so much memory, either.
    throw new ParameterError(whose, (error as Error).message, `bytes that unpack to ${size}`)
  }
}

const hexadecimal = (word: number): string => word.toString(16).padStart(8, '0')

/** 1 January 1980, the first day that the format knows: the same members make the same bytes. */
const DAY = (1 << 5) | 1
/** What a reader has to understand: version 2.0. */
const VERSION = 20
/** Names are in UTF-8. */
const UTF8 = 1 << 11

/**
 * A zip file of members as they are, not packed. Names are ASCII.
 * Errors: ParameterError where it would have 4 GiB or more, or more than 65,534 members.
 */
export function writeZip(
  members: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Uint8Array {
  const heads = members.reduce((sum, { name }) => sum + LOCAL_SIZE + CENTRAL_SIZE + 2 * name.length, END_SIZE)
  const size = members.reduce((sum, { bytes }) => sum + bytes.length, heads)
  if (size > MOST_BYTES || members.length >= 0xffff)
    throw new ParameterError('zip file', `${members.length} members, ${size} bytes`, 'less than 4 GiB')
  const file = new Uint8Array(size)
  const view = new DataView(file.buffer)
  const ascii = (text: string, at: number): void => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i)
  }
  let at = 0
  const places = members.map(({ name, bytes }) => {
    const place = { name, from: at, crc: crc32(bytes), length: bytes.length }
    view.setUint32(at, LOCAL, true)
    writeCommon(view, at + 4, place)
    ascii(name, at + LOCAL_SIZE)
    file.set(bytes, at + LOCAL_SIZE + name.length)
    at += LOCAL_SIZE + name.length + bytes.length
    return place
  })
  const directory = at
  for (const place of places) {
    view.setUint32(at, CENTRAL, true)
    view.setUint16(at + 4, VERSION, true)
    writeCommon(view, at + 6, place)
    view.setUint32(at + 42, place.from, true)
    ascii(place.name, at + CENTRAL_SIZE)
    at += CENTRAL_SIZE + place.name.length
  }
  view.setUint32(at, END, true)
  view.setUint16(at + 8, members.length, true)
  view.setUint16(at + 10, members.length, true)
  view.setUint32(at + 12, at - directory, true)
  view.setUint32(at + 16, directory, true)
  return file
}

/** What a member's head and its entry in the directory share, from the version that it needs to the length of its name. */
function writeCommon(
  view: DataView,
  at: number,
  { name, crc, length }: { readonly name: string; readonly crc: number; readonly length: number },
): void {
  view.setUint16(at, VERSION, true)
  view.setUint16(at + 2, UTF8, true)
  view.setUint16(at + 4, STORED, true)
  view.setUint16(at + 8, DAY, true)
  view.setUint32(at + 10, crc, true)
  view.setUint32(at + 14, length, true)
  view.setUint32(at + 18, length, true)
  view.setUint16(at + 22, name.length, true)
}

/** Remainders of single bytes by the polynomial of CRC-32, its bits from the lowest. */
const REMAINDERS: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let k = 0; k < 8; k++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** The checksum of zip files (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (let i = 0; i < bytes.length; i++) rest = REMAINDERS[(rest ^ bytes[i]) & 255] ^ (rest >>> 8)
  return ~rest >>> 0
}

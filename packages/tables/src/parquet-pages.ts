/**
 * The pages of a Parquet column of numbers or text: `readColumnChunk`.
 *
 * The library's own decoder trusts run lengths and page sizes; in a damaged file it may never end or ask for gigabytes.
 * Source: Apache Parquet format 2.11, "Data Pages" and "Encodings".
 */
import { parquetHeader } from 'hyparquet/src/column.js'
import { unpackSnappy } from './snappy.ts'
import { utf8 } from './text.ts'

/** What a column holds. */
export type Value = number | string

/** A column in one group of rows, as the footer describes it. */
export interface ColumnChunk {
  readonly type: string
  /** `UNCOMPRESSED`, or else snappy. */
  readonly codec: string
  /** Whether values may be null. */
  readonly optional: boolean
  readonly rows: number
}

/** Bytes of a value, and how it is read. */
const TYPES: Readonly<Record<string, readonly [size: number, get: (view: DataView, at: number) => number]>> =
  {
    INT32: [4, (view, at) => view.getInt32(at, true)],
    INT64: [8, (view, at) => Number(view.getBigInt64(at, true))],
    FLOAT: [4, (view, at) => view.getFloat32(at, true)],
    DOUBLE: [8, (view, at) => view.getFloat64(at, true)],
  }

/** Bytes of a page's header at most: least and greatest values twice, which writers leave out where they are longer. */
const LONGEST_HEADER = 4 * 4096 + 1024

/** No byte becomes more than this many where snappy unpacks it. */
const MOST_UNPACKED = 64

/**
 * The values of a column in one group of rows; null where there is none.
 *
 * Errors: RangeError or the library's errors where the bytes are damaged, or an encoding is not plain, dictionary or runs.
 */
export function readColumnChunk(bytes: Uint8Array, chunk: ColumnChunk): (Value | null)[] {
  let offset = 0
  const result: (Value | null)[] = []
  let dictionary: readonly Value[] = []
  while (result.length < chunk.rows) {
    const reader = { view: viewOf(bytes.subarray(offset, offset + LONGEST_HEADER)), offset: 0 }
    const header = parquetHeader(reader)
    const start = offset + reader.offset
    const page = unpacked(bytes, start, header, chunk.codec)
    offset = start + header.compressed_page_size
    const { data_page_header: first, data_page_header_v2: second } = header
    if (header.dictionary_page_header !== undefined) {
      dictionary = plainValues(
        page,
        chunk.type,
        bounded(header.dictionary_page_header.num_values, chunk.rows),
      )
      continue
    }
    const entries = first ?? second
    if (entries === undefined) throw new RangeError(`a page of type ${header.type}`)
    const count = bounded(entries.num_values, chunk.rows - result.length)
    let at = second === undefined ? 0 : second.repetition_levels_byte_length
    let present = Array.from({ length: count }, () => 1)
    if (chunk.optional) {
      const length = second?.definition_levels_byte_length ?? viewOf(page).getUint32(0, true)
      if (second === undefined) at += 4
      present = runs(page.subarray(at, at + length), 1, count)
      at += length
    }
    const values = decoded(page.subarray(at), entries.encoding, chunk.type, dictionary, present)
    let next = 0
    for (const level of present) result.push(level === 1 ? values[next++] : null)
  }
  return result
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function bounded(count: number, most: number): number {
  if (count >= 0 && count <= most) return count
  throw new RangeError(`a page of ${count} values for ${most} rows`)
}

/** A page's bytes; in version 2 its levels come first and are never packed. */
function unpacked(
  bytes: Uint8Array,
  start: number,
  header: ReturnType<typeof parquetHeader>,
  codec: string,
): Uint8Array {
  const { compressed_page_size: size, uncompressed_page_size: full, data_page_header_v2: second } = header
  if (!(size >= 0 && start + size <= bytes.length && full >= 0 && full <= MOST_UNPACKED * (size + 1))) {
    throw new RangeError(`a page of ${size} bytes, ${full} unpacked, at ${start} of ${bytes.length}`)
  }
  const packed = bytes.subarray(start, start + size)
  if (codec === 'UNCOMPRESSED' || second?.is_compressed === false) return packed
  const levels = (second?.repetition_levels_byte_length ?? 0) + (second?.definition_levels_byte_length ?? 0)
  if (!(levels >= 0 && levels <= Math.min(size, full))) throw new RangeError(`${levels} bytes of levels`)
  const page = new Uint8Array(full)
  page.set(packed.subarray(0, levels))
  if (full > levels) unpackSnappy(packed.subarray(levels), page.subarray(levels))
  return page
}

/** The values of a page, one for each level that is 1. */
function decoded(
  page: Uint8Array,
  encoding: string,
  type: string,
  dictionary: readonly Value[],
  present: readonly number[],
): readonly Value[] {
  const count = present.reduce((sum, level) => sum + level, 0)
  if (encoding === 'PLAIN') return plainValues(page, type, count)
  if (encoding === 'RLE' && type === 'BOOLEAN') return runs(page.subarray(4), 1, count)
  if (encoding !== 'RLE_DICTIONARY' && encoding !== 'PLAIN_DICTIONARY')
    throw new RangeError(`encoding ${encoding}`)
  if (count === 0) return []
  return runs(page.subarray(1), page[0], count).map((index) => {
    if (index < dictionary.length) return dictionary[index]
    throw new RangeError(`entry ${index} of a dictionary of ${dictionary.length}`)
  })
}

function plainValues(page: Uint8Array, type: string, count: number): Value[] {
  const view = viewOf(page)
  if (type === 'BOOLEAN') {
    return Array.from({ length: count }, (_, i) => (view.getUint8(i >> 3) >> (i & 7)) & 1)
  }
  if (type === 'BYTE_ARRAY') return plainTexts(page, view, count)
  const [size, get] = TYPES[type]
  return Array.from({ length: count }, (_, i) => get(view, i * size))
}

/** Texts, each after its length in four bytes. */
function plainTexts(page: Uint8Array, view: DataView, count: number): string[] {
  let at = 0
  return Array.from({ length: count }, () => {
    const length = view.getUint32(at, true)
    at += 4 + length
    if (at > page.length) throw new RangeError(`a text of ${length} bytes where there are fewer`)
    return utf8(page.subarray(at - length, at))
  })
}

/** Numbers of `width` bits in runs of one value and bit-packed groups of eight. */
function runs(bytes: Uint8Array, width: number, count: number): number[] {
  if (width > 24) throw new RangeError(`numbers of ${width} bits`)
  const view = viewOf(bytes)
  const result: number[] = []
  let at = 0
  while (result.length < count) {
    let header = 0
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      byte = view.getUint8(at++)
      if (shift < 28) header |= (byte & 127) << shift
    }
    const left = count - result.length
    if ((header & 1) === 1) {
      const length = Math.min((header >> 1) * 8, left)
      for (let i = 0; i < length; i++) result.push(bitsAt(view, at * 8 + i * width, width))
      at += (header >> 1) * width
    } else {
      const value = bitsAt(view, at * 8, width)
      at += (width + 7) >> 3
      for (let i = Math.min(header >> 1, left); i > 0; i--) result.push(value)
    }
  }
  return result
}

/** The number of `width` bits, at most 24, that begins at a bit. */
function bitsAt(view: DataView, bit: number, width: number): number {
  const first = bit >> 3
  let word = 0
  for (let byte = first; byte * 8 < bit + width; byte++) word |= view.getUint8(byte) << ((byte - first) * 8)
  return (word >>> (bit & 7)) & ((1 << width) - 1)
}

/** Parquet files of numbers and text: `isParquet`, `parquetTable`. */
import { type FileContent, ParameterError, errorText } from '@gauntlet/core'
import { type FileMetaData, type SchemaElement, parquetMetadata, parquetSchema } from 'hyparquet'
import { between } from './labels.ts'
import { type Value, readColumnChunk } from './parquet-pages.ts'

type Chunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

/** A column that is yet to be read. */
export interface ParquetColumn {
  readonly name: string
  /** Undefined where values are neither: dates, decimals, groups, bytes that are no text. */
  readonly holds: 'numbers' | 'text' | undefined
  /** What the file says that values are. */
  readonly type: string
  /** [rows]: finite numbers, or text. */
  readonly read: () => Value[]
}

/** PAR1, at either end. */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const
const NUMERIC = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE']
const INTEGERS = ['INT_8', 'INT_16', 'INT_32', 'INT_64', 'UINT_8', 'UINT_16']
const MOST_ROWS = 16_777_216
/** The library reads a number of more bytes than this slower and slower; texts in footers are no longer. */
const LONGEST_RUN = 4096

/** Which numbers are read, for messages. */
export const NUMBERS = 'booleans, integers (unsigned ones of up to 16 bits), floats or doubles'

/** Whether bytes start as Parquet files do. */
export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/**
 * The columns of a Parquet file, without those at either end whose names `leave` takes; pandas writes its index last.
 *
 * Synchronous, since environments are described at once: the library reads files asynchronously, but their footers not.
 * Integers of 64 bits beyond 2^53 are rounded.
 * Errors: ParameterError naming the file where it is damaged or without rows or columns, or two columns have one name. A
 * column that is read: naming also column and row (from 1) where there is a null, or a number that is not finite; also
 * where its bytes are damaged, or compressed otherwise than with snappy.
 */
export function parquetTable(
  file: FileContent,
  leave: (name: string) => boolean,
): { readonly rows: number; readonly columns: readonly ParquetColumn[] } {
  const metadata = attempt(file.name, () => metadataOf(file.bytes))
  const rows = Number(metadata.num_rows)
  const leaves = attempt(file.name, () => parquetSchema(metadata).children)
  const all = leaves.map(({ element, children }): ParquetColumn => {
    // A damaged footer may leave it out, or say something else.
    const name = String(element.name ?? '')
    return {
      name,
      holds: children.length > 0 ? undefined : kindOf(element),
      type: element.logical_type?.type ?? element.converted_type ?? element.type ?? 'a group',
      read: () => readColumn(file, metadata, name, element),
    }
  })
  const names = all.map(({ name }) => name)
  const [from, to] = between(names, leave)
  const repeated = names.slice(from, to).find((name, c) => names.indexOf(name, from) < from + c)
  if (repeated !== undefined) {
    const given = 'another column of this name'
    throw new ParameterError(`${file.name}: column ${repeated}`, given, 'names that differ')
  }
  if (!(rows >= 1 && rows <= MOST_ROWS))
    throw new ParameterError(`${file.name}: rows`, rows, `1 to ${MOST_ROWS}`)
  if (from === to)
    throw new ParameterError(`${file.name}: columns`, names, 'at least one beside those that label the rows')
  return { rows, columns: all.slice(from, to) }
}

function metadataOf(bytes: Uint8Array): FileMetaData {
  const { length } = bytes
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(length - 8, true)
  let run = 0
  for (let at = Math.max(0, length - 8 - size); at < length - 8; at++) {
    // Bytes from 128 on say that their number goes on.
    run = bytes[at] >= 128 ? run + 1 : 0
    if (run > LONGEST_RUN) throw new RangeError(`a number of ${run} bytes`)
  }
  return parquetMetadata(bytes, { geoparquet: false })
}

/** Text, or plain signed numbers, small unsigned ones or booleans, not dates or decimals. */
function kindOf(element: SchemaElement): 'numbers' | 'text' | undefined {
  const { type, repetition_type, logical_type, converted_type } = element
  if (type === undefined || repetition_type === 'REPEATED') return undefined
  if (type === 'BYTE_ARRAY')
    return converted_type === 'UTF8' || logical_type?.type === 'STRING' ? 'text' : undefined
  if (!NUMERIC.includes(type)) return undefined
  const plain = converted_type === undefined ? logical_type === undefined : INTEGERS.includes(converted_type)
  return plain ? 'numbers' : undefined
}

function readColumn(
  file: FileContent,
  metadata: FileMetaData,
  column: string,
  element: SchemaElement,
): Value[] {
  const place = `${file.name}: column ${column}`
  const allowed = element.type === 'BYTE_ARRAY' ? 'a text' : 'a finite number'
  const rows = Number(metadata.num_rows)
  const result: Value[] = []
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema?.[0] === column)?.meta_data
    const size = Number(group.num_rows)
    if (chunk === undefined || !(size >= 0 && size <= rows - result.length)) break
    const { codec } = chunk
    if (codec !== 'SNAPPY' && codec !== 'UNCOMPRESSED')
      throw new ParameterError(`${place}: compression`, codec, 'SNAPPY or UNCOMPRESSED')
    for (const value of attempt(place, () => decode(file.bytes, chunk, element, size))) {
      if (typeof value === 'string' || Number.isFinite(value)) result.push(value!)
      else throw new ParameterError(`${place}, row ${result.length + 1}`, value, allowed)
    }
  }
  if (result.length === rows) return result
  throw new ParameterError(place, `${result.length} rows`, `${rows}, as the file says`)
}

/** The values of a column in a group of rows. */
function decode(
  bytes: Uint8Array,
  chunk: Chunk,
  { type, repetition_type }: SchemaElement,
  rows: number,
): readonly (Value | null)[] {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset)
  const end = start + Number(chunk.total_compressed_size)
  if (!(start >= 0 && end <= bytes.length)) throw new RangeError(`a column from byte ${start} to ${end}`)
  const optional = repetition_type === 'OPTIONAL'
  return readColumnChunk(bytes.subarray(start, end), { type: type!, codec: chunk.codec, optional, rows })
}

/** What the library throws, as an error at a place in a file. */
function attempt<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const allowed = 'a whole Parquet file, its pages in plain, dictionary or run-length encoding'
    throw new ParameterError(place, errorText(error), allowed)
  }
}

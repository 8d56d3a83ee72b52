/** Parquet files of numbers: `isParquet`, `readParquetTable`. */
import { type FileContent, ParameterError, errorText } from '@gauntlet/core'
import { type FileMetaData, type SchemaElement, parquetMetadata, parquetSchema } from 'hyparquet'
import { counted } from './counted.ts'
import { type NumberTable, betweenLabels } from './number-table.ts'
import { readColumnChunk } from './parquet-pages.ts'

type Chunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

/** PAR1, at either end. */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const
const NUMERIC = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE']
const INTEGERS = ['INT_8', 'INT_16', 'INT_32', 'INT_64', 'UINT_8', 'UINT_16']
const NUMBERS = 'numbers: booleans, integers (unsigned ones of up to 16 bits), floats or doubles'
const MOST_ROWS = 16_777_216
/** The library reads a number of more bytes than this slower and slower; names that long there are none. */
const LONGEST_RUN = 1024

/** Whether bytes start as Parquet files do. */
export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/**
 * Reads the columns of a Parquet file, each of numbers or booleans and without nulls.
 *
 * Columns with the name of a label at either end are left out, as in CSV files; pandas writes its index last.
 * Synchronous, since environments are described at once: the library reads files asynchronously, but their footers not.
 * Integers of 64 bits beyond 2^53 are rounded.
 * Errors: ParameterError naming file, column and row (from 1) where there is no finite number; also where the file is
 * damaged, compressed otherwise than with snappy, or without rows or columns.
 */
export function readParquetTable(file: FileContent): NumberTable {
  const metadata = attempt(file.name, () => metadataOf(file.bytes))
  const rows = Number(metadata.num_rows)
  const leaves = attempt(file.name, () => parquetSchema(metadata).children)
  const named = leaves.map(({ element, children }) => ({
    // A damaged footer may leave it out, or say something else.
    name: String(element.name ?? ''),
    numeric: children.length === 0 && isNumeric(element),
    optional: element.repetition_type === 'OPTIONAL',
    kind: element.logical_type?.type ?? element.converted_type ?? element.type ?? 'a group',
  }))
  const wanted = named.slice(...betweenLabels(named.map(({ name }) => name)))
  const repeated = wanted.find(({ name }, c) => wanted.findIndex((other) => other.name === name) < c)
  if (repeated !== undefined) {
    throw new ParameterError(
      `${file.name}: column ${repeated.name}`,
      'another column of this name',
      'names that differ',
    )
  }
  if (wanted.length === 0 || !(rows >= 1 && rows <= MOST_ROWS)) {
    const given = `${counted(rows, 'row')} of ${counted(wanted.length, 'column')} of numbers`
    throw new ParameterError(file.name, given, `1 to ${MOST_ROWS} rows of at least one column besides labels`)
  }
  const columns = wanted.map(({ name, numeric, optional, kind }) => {
    if (!numeric) throw new ParameterError(`${file.name}: column ${name}`, kind, NUMBERS)
    return readNumbers(file, metadata, name, optional, rows)
  })
  return { rows, names: wanted.map(({ name }) => name), columns }
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

/** Whether values are plain signed numbers, small unsigned ones or booleans, not dates or decimals. */
function isNumeric({ type, repetition_type, logical_type, converted_type }: SchemaElement): boolean {
  if (type === undefined || !NUMERIC.includes(type) || repetition_type === 'REPEATED') return false
  if (converted_type !== undefined) return INTEGERS.includes(converted_type)
  return logical_type === undefined
}

function readNumbers(
  file: FileContent,
  metadata: FileMetaData,
  column: string,
  optional: boolean,
  rows: number,
): Float64Array {
  const result = new Float64Array(rows)
  let row = 0
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema?.[0] === column)?.meta_data
    const size = Number(group.num_rows)
    if (chunk === undefined || !(size >= 0 && size <= rows - row)) break
    const { codec } = chunk
    if (codec !== 'SNAPPY' && codec !== 'UNCOMPRESSED') {
      throw new ParameterError(`${file.name}: column ${column}: compression`, codec, 'SNAPPY or UNCOMPRESSED')
    }
    for (const value of attempt(file.name, () => decode(file.bytes, chunk, optional, size))) {
      if (value === null || !Number.isFinite(value)) {
        throw new ParameterError(`${file.name}: column ${column}, row ${row + 1}`, value, 'a finite number')
      }
      result[row++] = value
    }
  }
  if (row === rows) return result
  throw new ParameterError(`${file.name}: column ${column}`, `${row} rows`, `${rows}, as the file says`)
}

/** The values of a column in a group of rows. */
function decode(
  bytes: Uint8Array,
  chunk: Chunk,
  optional: boolean,
  rows: number,
): readonly (number | null)[] {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset)
  const end = start + Number(chunk.total_compressed_size)
  if (!(start >= 0 && end <= bytes.length)) throw new RangeError(`a column from byte ${start} to ${end}`)
  const { type, codec } = chunk
  return readColumnChunk(bytes.subarray(start, end), { type, codec, optional, rows })
}

/** What the library throws, as an error in the file. */
function attempt<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new ParameterError(
      name,
      errorText(error),
      'a whole Parquet file, its pages in plain, dictionary or run-length encoding',
    )
  }
}

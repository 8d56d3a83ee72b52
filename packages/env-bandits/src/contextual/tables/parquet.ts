/** Parquet files of numbers and text: `isParquet`, `readParquetTable`. */
import { type FileContent, ParameterError, errorText } from '@gauntlet/core'
import { type FileMetaData, type SchemaElement, parquetMetadata, parquetSchema } from 'hyparquet'
import { type Value, readColumnChunk } from './parquet-pages.ts'
import type { Table, TableColumn } from './table.ts'

type Chunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

/** PAR1, at either end. */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const
const NUMERIC = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE']
const INTEGERS = ['INT_8', 'INT_16', 'INT_32', 'INT_64', 'UINT_8', 'UINT_16']
const KINDS = 'text, booleans, integers (unsigned ones of up to 16 bits), floats or doubles'
const MOST_ROWS = 16_777_216

/** The name that pandas gives the index, which it writes last. */
const INDEX = '__index_level_0__'

/** Whether bytes start as Parquet files do. */
export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/**
 * Reads the columns of a Parquet file, each of numbers, booleans or text and without nulls; the index that pandas adds is
 * left out.
 *
 * Synchronous, since environments are described at once: the library reads files asynchronously, but their footers not.
 * Integers of 64 bits beyond 2^53 are rounded.
 * Errors: ParameterError naming file, column and row (from 1) where there is a null or no finite number; also where the file
 * is damaged, compressed otherwise than with snappy, or without rows or columns.
 */
export function readParquetTable(file: FileContent): Table {
  const metadata = attempt(file.name, () => parquetMetadata(file.bytes, { geoparquet: false }))
  const rows = Number(metadata.num_rows)
  const leaves = attempt(file.name, () => parquetSchema(metadata).children)
  // A damaged footer may leave a name out, or say something else.
  const wanted = leaves.filter(({ element }) => String(element.name ?? '') !== INDEX)
  if (wanted.length === 0 || !(rows >= 1 && rows <= MOST_ROWS)) {
    throw new ParameterError(
      file.name,
      `${rows} rows of ${wanted.length} columns`,
      `1 to ${MOST_ROWS} rows of at least one column`,
    )
  }
  const columns = wanted.map(({ element, children }): TableColumn => {
    const name = String(element.name ?? '')
    if (children.length > 0 || !isPlain(element)) {
      const kind = element.logical_type?.type ?? element.converted_type ?? element.type ?? 'a group'
      throw new ParameterError(`${file.name}: column ${name}`, kind, KINDS)
    }
    return { name, values: readColumn(file, metadata, name, element.repetition_type === 'OPTIONAL', rows) }
  })
  return { rows, columns, place: (row) => `row ${row + 1}` }
}

/** Whether values are text, plain signed numbers, small unsigned ones or booleans, not dates or decimals. */
function isPlain({ type, repetition_type, logical_type, converted_type }: SchemaElement): boolean {
  if (type === undefined || repetition_type === 'REPEATED') return false
  if (type === 'BYTE_ARRAY') return converted_type === 'UTF8' || logical_type?.type === 'STRING'
  if (!NUMERIC.includes(type)) return false
  if (converted_type !== undefined) return INTEGERS.includes(converted_type)
  return logical_type === undefined
}

function readColumn(
  file: FileContent,
  metadata: FileMetaData,
  column: string,
  optional: boolean,
  rows: number,
): Value[] {
  const result: Value[] = []
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema?.[0] === column)?.meta_data
    const size = Number(group.num_rows)
    if (chunk === undefined || !(size >= 0 && size <= rows - result.length)) break
    const { codec } = chunk
    if (codec !== 'SNAPPY' && codec !== 'UNCOMPRESSED') {
      throw new ParameterError(`${file.name}: column ${column}: compression`, codec, 'SNAPPY or UNCOMPRESSED')
    }
    for (const value of attempt(file.name, () => decode(file.bytes, chunk, optional, size))) {
      if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
        const place = `${file.name}: column ${column}, row ${result.length + 1}`
        throw new ParameterError(place, value, 'a finite number or text')
      }
      result.push(value)
    }
  }
  if (result.length === rows) return result
  throw new ParameterError(
    `${file.name}: column ${column}`,
    `${result.length} rows`,
    `${rows}, as the file says`,
  )
}

/** The values of a column in a group of rows. */
function decode(bytes: Uint8Array, chunk: Chunk, optional: boolean, rows: number): readonly (Value | null)[] {
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

/** Parquet files of numbers: `isParquet`, `readParquetTable`. */
import { type FileContent, ParameterError, errorText } from '@gauntlet/core'
import { type FileMetaData, parquetMetadata, parquetSchema } from 'hyparquet'
import { readColumn } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { getTreePath } from 'hyparquet/src/schema.js'
import { type NumberTable, isLabelColumn } from './number-table.ts'

type RowGroup = FileMetaData['row_groups'][number]
type Chunk = NonNullable<RowGroup['columns'][number]['meta_data']>

/** PAR1, at either end. */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const
const NUMERIC = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE']
const MOST_ROWS = 16_777_216

/** Whether bytes start as Parquet files do. */
export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/**
 * Reads all columns of a Parquet file, each of numbers or booleans and without nulls.
 *
 * A first column named `date`, `day`, `week`, `month`, `period` or `time` labels the rows and is left out.
 * Synchronous, since environments are described at once: the library's own reader of column chunks, beneath its
 * asynchronous reading of files, needs nothing but bytes. Not compressed or snappy, as the library has them.
 * Errors: ParameterError naming file, column and row (from 1) where there is no finite number; also where the file is
 * damaged, compressed otherwise, or without rows or columns.
 */
export function readParquetTable(file: FileContent): NumberTable {
  const metadata = attempt(file.name, () => parquetMetadata(file.bytes))
  const rows = Number(metadata.num_rows)
  const leaves = attempt(file.name, () => parquetSchema(metadata).children)
  const named = leaves.map(({ element, children }) => {
    const numeric = children.length === 0 && NUMERIC.includes(element.type ?? '')
    return { name: element.name, numeric, kind: element.logical_type?.type ?? element.type ?? 'a group' }
  })
  const wanted = named.length > 0 && isLabelColumn(named[0].name) ? named.slice(1) : named
  if (wanted.length === 0 || !(rows >= 1 && rows <= MOST_ROWS)) {
    const given = `${rows} rows of ${wanted.length} columns of numbers`
    throw new ParameterError(file.name, given, `1 to ${MOST_ROWS} rows of at least one column`)
  }
  const columns = wanted.map(({ name, numeric, kind }) => {
    if (!numeric) throw new ParameterError(`${file.name}: column ${name}`, kind, 'numbers')
    return readNumbers(file, metadata, name, rows)
  })
  return { rows, names: wanted.map(({ name }) => name), columns }
}

function readNumbers(file: FileContent, metadata: FileMetaData, column: string, rows: number): Float64Array {
  const result = new Float64Array(rows)
  let row = 0
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column)?.meta_data
    const pages =
      chunk === undefined ? [] : attempt(file.name, () => decode(file.bytes, metadata, group, chunk))
    for (const page of pages) {
      for (const value of page) {
        const number = typeof value === 'number' ? value : Number(value ?? NaN)
        if (typeof value === 'object' || !Number.isFinite(number)) {
          const given = value === undefined ? null : value
          throw new ParameterError(`${file.name}: column ${column}, row ${row + 1}`, given, 'a finite number')
        }
        if (row < rows) result[row] = number
        row++
      }
    }
  }
  if (row !== rows)
    throw new ParameterError(`${file.name}: column ${column}`, `${row} rows`, `${rows}, as the file says`)
  return result
}

/** The values of a column in a group of rows, page by page. */
function decode(
  bytes: Uint8Array,
  metadata: FileMetaData,
  group: RowGroup,
  chunk: Chunk,
): readonly ArrayLike<unknown>[] & Iterable<Iterable<unknown>> {
  const schemaPath = getTreePath(parquetSchema(metadata), chunk.path_in_schema)
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset)
  const size = Number(chunk.total_compressed_size)
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, size), offset: 0 }
  const rows = {
    groupStart: 0,
    groupRows: Number(group.num_rows),
    selectStart: 0,
    selectEnd: Number(group.num_rows),
  }
  const decoder = {
    ...chunk,
    pathInSchema: chunk.path_in_schema,
    element: schemaPath[schemaPath.length - 1].element,
    schemaPath,
    parsers: DEFAULT_PARSERS,
  }
  return readColumn(reader, rows, decoder).data as (ArrayLike<unknown> & Iterable<unknown>)[]
}

/** What the library throws, as an error in the file. */
function attempt<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new ParameterError(name, errorText(error), 'a Parquet file, uncompressed or with snappy')
  }
}

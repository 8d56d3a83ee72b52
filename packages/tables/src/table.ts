/** Tables of numbers and text: `Table`, `readTable`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { type CsvRecord, csvError, isHeader, parseCsv } from './csv.ts'
import { isIndex } from './labels.ts'
import { NUMBERS, isParquet, parquetTable } from './parquet.ts'
import { isMissing, isNumber, isNumeric } from './values.ts'

export interface TableColumn {
  readonly name: string
  /** [rows]: numbers, or text; of a CSV file all are text */
  readonly values: readonly (number | string)[]
}

export interface Table {
  readonly rows: number
  readonly columns: readonly TableColumn[]
  /** Where a row stands in the file, for messages: `line 3`, `row 2`. */
  place(row: number): string
}

/**
 * Reads a table whose columns have names: Parquet where the bytes start as that does, else CSV with a line of names.
 *
 * Columns that number the rows (`isIndex`) are left out: the first of CSV, those at either end of Parquet. Spaces around the fields of a CSV file do not count.
 * Errors: ParameterError naming file, line or row, and column where a value is missing, a row is longer or shorter than the
 * first, two columns have one name, there is no row or no column, the first line of a CSV file holds no names, or a Parquet
 * file is damaged or holds what is neither numbers nor text.
 */
export function readTable(file: FileContent): Table {
  return isParquet(file.bytes) ? ofParquet(file) : ofCsv(file)
}

function ofParquet(file: FileContent): Table {
  const { rows, columns } = parquetTable(file, isIndex)
  const read = columns.map((column): TableColumn => {
    const { name, holds, type } = column
    if (holds === undefined)
      throw new ParameterError(`${file.name}: column ${name}`, type, `text, ${NUMBERS}`)
    return { name, values: column.read() }
  })
  return { rows, columns: read, place: (row) => `row ${row + 1}` }
}

function ofCsv(file: FileContent): Table {
  const records = parseCsv(file)
  const [header, ...rows] = records
  if (rows.length === 0)
    throw new ParameterError(file.name, 'no rows', 'a line of names and at least one row')
  const named = isHeader(records)
  const names = header.fields.map((field) => field.trim())
  // Writers of CSV put the numbers of rows first; -1 where there is nothing else.
  const from = named ? names.findIndex((name) => !isIndex(name)) : 0
  names.forEach((name, c) => {
    if ((name === '' && c >= from) || (!named && (isNumber(name) || isMissing(name)))) {
      const allowed = 'the name of the column; where one is a number, all stand in quotes'
      throw csvError(file.name, header.line, c, name, allowed)
    }
    if (names.indexOf(name) < c) throw csvError(file.name, header.line, c, name, 'a name of its own')
  })
  if (from < 0)
    throw csvError(file.name, header.line, 0, names[0], 'a column beside those that number the rows')
  const columns = names.slice(from).map((name, c) => ({ name, values: valuesOf(rows, from + c, file.name) }))
  return { rows: rows.length, columns, place: (row) => `line ${rows[row].line}` }
}

function valuesOf(rows: readonly CsvRecord[], column: number, name: string): string[] {
  const values = rows.map(({ fields }) => fields[column].trim())
  const refuse = (row: number, allowed: string): void => {
    if (row >= 0) throw csvError(name, rows[row].line, column, values[row], allowed)
  }
  refuse(values.indexOf(''), 'a value')
  const numbers = values.some(isNumeric) && values.every((value) => isNumeric(value) || isMissing(value))
  // Else its numbers would be texts, one as far from the other as any.
  if (numbers) refuse(values.findIndex(isMissing), 'a finite number, as the column has')
  return values
}

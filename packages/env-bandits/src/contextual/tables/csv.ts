/** Comma-separated values: `parseCsv`, `readCsvTable`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { utf8 } from './characters.ts'
import type { Table } from './table.ts'

interface CsvRecord {
  /** The line of the file on which it starts, from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

/** A field, quoted or not, and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y

/**
 * The table of a file in UTF-8 whose first line names the columns. Lines end in LF, CR LF or CR; blank ones at the end do
 * not count. Fields between quotes may hold commas, line ends and doubled quotes; spaces around fields do not count.
 *
 * Errors: ParameterError naming file, line and column where a quote is out of place, a field is empty, a row is longer or
 * shorter than the first, or the first line has a number; also where there is no row, or the file is no UTF-8.
 * Source: RFC 4180.
 */
export function readCsvTable(file: FileContent): Table {
  const [header, ...rows] = parseCsv(file)
  if (header === undefined || rows.length === 0)
    throw new ParameterError(file.name, 'no rows', 'a line of names and at least one row')
  const names = header.fields.map((field) => field.trim())
  names.forEach((name, c) => {
    if (name === '' || Number.isFinite(Number(name)))
      throw csvError(file.name, header.line, c, name, 'the name of the column')
    if (names.indexOf(name) < c) throw csvError(file.name, header.line, c, name, 'a name of its own')
  })
  for (const { line, fields } of rows) {
    if (fields.length !== names.length) {
      const given = `${fields.length} fields`
      throw new ParameterError(
        `${file.name}: line ${line}`,
        given,
        `${names.length}, as in line ${header.line}`,
      )
    }
  }
  const columns = names.map((name, c) => ({
    name,
    values: rows.map(({ line, fields }) => {
      const field = fields[c].trim()
      if (field === '') throw csvError(file.name, line, c, field, 'a value')
      return field
    }),
  }))
  return { rows: rows.length, columns, place: (row) => `line ${rows[row].line}` }
}

function parseCsv(file: FileContent): CsvRecord[] {
  const text = decoded(file)
  const records: CsvRecord[] = []
  let fields: string[] = []
  let line = 1
  let start = 1
  FIELD.lastIndex = 0
  while (FIELD.lastIndex < text.length || fields.length > 0) {
    const from = FIELD.lastIndex
    const match = FIELD.exec(text)
    if (match === null) {
      const allowed = 'a field; quotes only around it, doubled within'
      throw csvError(file.name, line, fields.length, text.slice(from, from + 40), allowed)
    }
    const [, quoted, plain, end] = match
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (quoted !== undefined) line += quoted.split(/\r\n|\n|\r/).length - 1
    if (end === ',') continue
    records.push({ line: start, fields })
    fields = []
    start = ++line
  }
  while (records.length > 0 && isBlank(records[records.length - 1])) records.pop()
  return records
}

function decoded({ name, bytes }: FileContent): string {
  try {
    return utf8(bytes)
  } catch {
    throw new ParameterError(name, 'bytes that are no UTF-8', 'a text of comma-separated values')
  }
}

const isBlank = ({ fields }: CsvRecord): boolean => fields.length === 1 && fields[0].trim() === ''

/** An error in a field, its column from 0. */
function csvError(
  name: string,
  line: number,
  column: number,
  given: string,
  allowed: string,
): ParameterError {
  return new ParameterError(`${name}: line ${line}, column ${column + 1}`, given, allowed)
}

/** Comma-separated values: `parseCsv`, `readCsvTable`, `writeCsvTable`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { utf8 } from './characters.ts'
import { counted } from './counted.ts'
import { type NumberTable, isLabelColumn } from './number-table.ts'

/** One record: its fields, and the line of the file on which it starts, from 1. */
export interface CsvRecord {
  readonly line: number
  readonly fields: readonly string[]
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A field, quoted or not, and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y

/**
 * The records of a file in UTF-8, with or without its mark. Lines end in LF, CR LF or CR; blank ones at the end do not
 * count. Fields between quotes may hold commas, line ends and doubled quotes.
 *
 * Errors: ParameterError naming file, line and column where a quote is out of place, or the file is no UTF-8.
 * Source: RFC 4180.
 */
export function parseCsv(file: FileContent): CsvRecord[] {
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
      throw csvError(
        file.name,
        line,
        fields.length,
        text.slice(from, from + 40),
        'a field; quotes only around it, doubled within',
      )
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

/**
 * A table of numbers.
 *
 * The first line names the columns where none of its fields is a number, or where the first is `date`, `day`, `week`,
 * `month`, `period` or `time`; a column of that name, if the first, labels the rows and is left out.
 * Errors: ParameterError naming file, line and column where there is no finite number, a row is longer or shorter than
 * the first, or there is no row or no column.
 */
export function readCsvTable(file: FileContent): NumberTable {
  const records = parseCsv(file)
  if (records.length === 0)
    throw new ParameterError(file.name, 'an empty file', 'at least one row of numbers')
  const { fields: first } = records[0]
  const labelled = isLabelColumn(first[0])
  const header = labelled || !first.some((field) => NUMBER.test(field.trim()))
  const skipped = labelled ? 1 : 0
  const rows = records.slice(header ? 1 : 0)
  if (rows.length === 0 || first.length === skipped) {
    const given = rows.length === 0 ? 'nothing below the names of the columns' : 'no column but labels'
    throw csvError(file.name, records[0].line, 0, given, 'numbers')
  }
  const columns = Array.from({ length: first.length - skipped }, () => new Float64Array(rows.length))
  rows.forEach(({ line, fields }, row) => {
    if (fields.length !== first.length) {
      const allowed = `${first.length}, as in line ${records[0].line}`
      throw csvError(file.name, line, -1, counted(fields.length, 'field'), allowed)
    }
    columns.forEach((column, c) => {
      column[row] = numberOf(fields[c + skipped], file.name, line, c + skipped)
    })
  })
  return { rows: rows.length, names: header ? first.slice(skipped).map((name) => name.trim()) : [], columns }
}

function numberOf(field: string, name: string, line: number, column: number): number {
  const text = field.trim()
  const value = NUMBER.test(text) ? Number(text) : NaN
  if (!Number.isFinite(value)) {
    const hint = /[;\t]/.test(text) ? '; commas separate fields, not semicolons or tabs' : ''
    throw csvError(name, line, column, field, `a finite number${hint}`)
  }
  return value
}

/** An error in a field, its column from 0; or with column -1 in a whole line. */
function csvError(
  name: string,
  line: number,
  column: number,
  given: string,
  allowed: string,
): ParameterError {
  return new ParameterError(
    `${name}: line ${line}${column < 0 ? '' : `, column ${column + 1}`}`,
    given,
    allowed,
  )
}

/** The text of a table, as `readCsvTable` reads it: every number in the shortest form that gives it back. */
export function writeCsvTable({ rows, names, columns }: NumberTable): string {
  const lines: string[] = names.length > 0 ? [names.map(quotedIfNeeded).join(',')] : []
  for (let row = 0; row < rows; row++) lines.push(columns.map((column) => String(column[row])).join(','))
  return `${lines.join('\n')}\n`
}

const quotedIfNeeded = (name: string): string =>
  /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name

/** Tables of numbers: `NumberTable`, `readNumberTable`, `writeCsvTable`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { csvError, isHeader, parseCsv } from './csv.ts'
import { between, isLabel } from './labels.ts'
import { NUMBERS, isParquet, parquetTable } from './parquet.ts'
import { isMissing, isNumber } from './values.ts'

/** A row for each period or sample, a column for each series or feature. */
export interface NumberTable {
  readonly rows: number
  /** The names of the columns; empty where the file names none. */
  readonly names: readonly string[]
  /** [columns][rows], all finite */
  readonly columns: readonly Float64Array[]
}

/**
 * Reads a table of numbers: Parquet where the bytes start as that does, else CSV, with a line of names or without.
 *
 * Columns with the name of a label at either end are left out: what numbers the rows, and periods (`date`, `week` and the
 * like). In a CSV file without names (`isHeader`) the first line is a row as any other.
 * Errors: ParameterError naming file, line or row, and column where there is no finite number, a row is longer or shorter
 * than the first, there is no row or no column, a Parquet file is damaged or holds what are no numbers, or the first line
 * of a CSV file may as well be names as numbers: whole ones, ascending.
 */
export function readNumberTable(file: FileContent): NumberTable {
  return isParquet(file.bytes) ? ofParquet(file) : ofCsv(file)
}

function ofParquet(file: FileContent): NumberTable {
  const { rows, columns } = parquetTable(file, isLabel)
  const numbers = columns.map(({ name, holds, type, read }) => {
    if (holds !== 'numbers')
      throw new ParameterError(`${file.name}: column ${name}`, type, `numbers: ${NUMBERS}`)
    return Float64Array.from(read(), Number)
  })
  return { rows, names: columns.map(({ name }) => name), columns: numbers }
}

function ofCsv(file: FileContent): NumberTable {
  const records = parseCsv(file)
  if (records.length === 0)
    throw new ParameterError(file.name, 'an empty file', 'at least one row of numbers')
  const { line: top, fields: first } = records[0]
  const header = isHeader(records)
  if (!header && mayBeNames(first)) {
    const allowed = 'names in quotes or with letters; or where this is demand, a line of names above it'
    throw new ParameterError(`${file.name}: line ${top}`, first.join(), allowed)
  }
  const [from, to] = header ? between(first, isLabel) : [0, first.length]
  const rows = records.slice(header ? 1 : 0)
  if (rows.length === 0 || from === to) {
    const given = rows.length === 0 ? 'nothing below the names of the columns' : 'no column but labels'
    throw csvError(file.name, top, 0, given, 'numbers')
  }
  const columns = Array.from({ length: to - from }, (_, c) =>
    Float64Array.from(rows, ({ line, fields }) => numberOf(fields[from + c], file.name, line, from + c)),
  )
  return { rows: rows.length, names: header ? first.slice(from, to).map((name) => name.trim()) : [], columns }
}

/** Whether a line of numbers is like the names that columns have in a pivot table. */
const mayBeNames = (fields: readonly string[]): boolean =>
  fields.length > 1 &&
  fields.every((field, c) => /^\s*\d+\s*$/.test(field) && (c === 0 || Number(field) > Number(fields[c - 1])))

function numberOf(field: string, name: string, line: number, column: number): number {
  const value = isNumber(field) ? Number(field) : NaN
  if (!Number.isFinite(value)) {
    const names = line === 1 ? '; names stand all in quotes, or without a number beside them' : ''
    const hint = /[;\t]/.test(field.trim()) ? '; commas separate fields, not semicolons or tabs' : names
    throw csvError(name, line, column, field, `a finite number${hint}`)
  }
  return value
}

/**
 * The text of a table, as `readNumberTable` reads it: every number in the shortest form that gives it back.
 * Errors: ParameterError where a column at either end has the name of a label, since it would not be read.
 */
export function writeCsvTable({ rows, names, columns }: NumberTable): string {
  for (const name of [names.at(0), names.at(-1)]) {
    if (name !== undefined && isLabel(name))
      throw new ParameterError('names', name, 'names that are not those of labels')
  }
  const lines: string[] = names.length > 0 ? [headerOf(names)] : []
  for (let row = 0; row < rows; row++) {
    const fields = columns.map((column) => String(column[row]))
    // Names are without a point.
    const ambiguous = lines.length === 0 && mayBeNames(fields)
    lines.push((ambiguous ? fields.map((field) => `${field}.0`) : fields).join(','))
  }
  return `${lines.join('\n')}\n`
}

function headerOf(names: readonly string[]): string {
  const all = names.some((name) => isNumber(name) || isMissing(name))
  const field = (name: string): string =>
    all || /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
  return names.map(field).join(',')
}

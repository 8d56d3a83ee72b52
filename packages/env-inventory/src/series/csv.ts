/** Comma-separated values: `parseCsv`, `readCsvTable`, `writeCsvTable`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { textOf } from '../files/text.ts'
import { counted } from './counted.ts'
import { type NumberTable, betweenLabels, isLabel } from './number-table.ts'

export interface CsvRecord {
  /** The line of the file on which it starts, from 1. */
  readonly line: number
  readonly fields: readonly string[]
  /** Whether all fields are between quotes. */
  readonly quoted: boolean
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** How files say that a number is missing. */
const MISSING = /^(nan|na|n\/a|null|none|[+-]?inf(inity)?|-)$/i

const PLAIN = /[^",\r\n]*/y
const END = /,|\r\n|\n|\r|$/y

/**
 * The records of a file in UTF-8, with or without its mark. Lines end in LF, CR LF or CR; blank ones at the end do not
 * count. Fields between quotes may hold commas, line ends and doubled quotes.
 *
 * Errors: ParameterError naming file, line and column where a quote is out of place, or the file is no UTF-8.
 * Source: RFC 4180.
 */
export function parseCsv(file: FileContent): CsvRecord[] {
  const text = textOf(file, 'a text of comma-separated values')
  const records: CsvRecord[] = []
  let fields: string[] = []
  let quotes = true
  let line = 1
  let start = 1
  let at = 0
  while (at < text.length || fields.length > 0) {
    const quoted = text[at] === '"'
    const field = quoted ? betweenQuotes(text, at) : matchAt(PLAIN, text, at)
    const end = field === undefined ? undefined : matchAt(END, text, at + field.length)
    if (field === undefined || end === undefined) {
      const allowed = 'a field; quotes only around it, doubled within'
      throw csvError(file.name, line, fields.length, text.slice(at, at + 40), allowed)
    }
    fields.push(quoted ? field.slice(1, -1).replaceAll('""', '"') : field)
    quotes &&= quoted
    line += field.split(/\r\n|\n|\r/).length - 1
    at += field.length + end.length
    if (end === ',') continue
    records.push({ line: start, fields, quoted: quotes })
    fields = []
    quotes = true
    start = ++line
  }
  while (records.length > 0 && isBlank(records[records.length - 1])) records.pop()
  return records
}

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** A field with its quotes, the first at `from`. */
function betweenQuotes(text: string, from: number): string | undefined {
  let at = text.indexOf('"', from + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at < 0 ? undefined : text.slice(from, at + 1)
}

const isBlank = ({ fields }: CsvRecord): boolean => fields.length === 1 && fields[0].trim() === ''

/**
 * A table of numbers.
 *
 * The first line names the columns where its first field is a label (`index`, `date`, `week` and the like, see `isLabel`;
 * or nothing, above the numbers of rows or dates), where all its fields are in quotes and those of the second line are
 * not, or where none is a number and none says that it is missing. Columns with the name of a label at either end are left
 * out. Without names the first line is a row as any other.
 * Errors: ParameterError naming file, line and column where there is no finite number, a row is longer or shorter than
 * the first, there is no row or no column, or the first line may as well be names as numbers: whole ones, ascending.
 */
export function readCsvTable(file: FileContent): NumberTable {
  const records = parseCsv(file)
  if (records.length === 0)
    throw new ParameterError(file.name, 'an empty file', 'at least one row of numbers')
  const { line: top, fields: first } = records[0]
  const header = isHeader(records)
  if (!header && mayBeNames(first)) {
    const allowed = 'names in quotes or with letters; or where this is demand, a line of names above it'
    throw csvError(file.name, top, -1, first.join(), allowed)
  }
  const [from, to] = header ? betweenLabels(first) : [0, first.length]
  const rows = records.slice(header ? 1 : 0)
  if (rows.length === 0 || from === to) {
    const given = rows.length === 0 ? 'nothing below the names of the columns' : 'no column but labels'
    throw csvError(file.name, top, 0, given, 'numbers')
  }
  const columns = Array.from({ length: to - from }, () => new Float64Array(rows.length))
  rows.forEach(({ line, fields }, row) => {
    if (fields.length !== first.length) {
      const allowed = `${first.length}, as in line ${top}`
      throw csvError(file.name, line, -1, counted(fields.length, 'field'), allowed)
    }
    columns.forEach((column, c) => {
      column[row] = numberOf(fields[from + c], file.name, line, from + c)
    })
  })
  return { rows: rows.length, names: header ? first.slice(from, to).map((name) => name.trim()) : [], columns }
}

const isNumber = (field: string): boolean => NUMBER.test(field.trim())
const isValue = (field: string): boolean => isNumber(field) || MISSING.test(field.trim())

function isHeader(records: readonly CsvRecord[]): boolean {
  const [{ fields, quoted }] = records
  // Where all lines are in quotes, these say nothing.
  const alone = quoted && records.length > 1 && !records[1].quoted
  if (alone) return true
  if (fields[0].trim() === '') return fields.length > 1 && labelsRows(records.slice(1))
  return isLabel(fields[0]) || !fields.some(isValue)
}

/** Whether first fields are the numbers of rows, one after the other, or none is a number. */
function labelsRows(records: readonly CsvRecord[]): boolean {
  const labels = records.map(({ fields }) => (isNumber(fields[0]) ? Number(fields[0]) : NaN))
  return labels.every((label, row) => Number.isNaN(label) || label === labels[0] + row)
}

/** Whether a line of numbers is like the names that stores have in a pivot table. */
const mayBeNames = (fields: readonly string[]): boolean =>
  fields.length > 1 &&
  fields.every((field, c) => /^\s*\d+\s*$/.test(field) && (c === 0 || Number(field) > Number(fields[c - 1])))

function numberOf(field: string, name: string, line: number, column: number): number {
  const text = field.trim()
  const value = isNumber(text) ? Number(text) : NaN
  if (!Number.isFinite(value)) {
    const names = line === 1 ? '; names stand all in quotes, or without a number beside them' : ''
    const hint = /[;\t]/.test(text) ? '; commas separate fields, not semicolons or tabs' : names
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

/**
 * The text of a table, as `readCsvTable` reads it: every number in the shortest form that gives it back.
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
  const all = names.some(isValue)
  const field = (name: string): string =>
    all || /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
  return names.map(field).join(',')
}

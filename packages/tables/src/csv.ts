/** Comma-separated values: `CsvRecord`, `parseCsv`, `isHeader`, `csvError`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { isLabel } from './labels.ts'
import { textOf } from './text.ts'
import { isMissing, isNumber } from './values.ts'

export interface CsvRecord {
  /** The line of the file on which it starts, from 1. */
  readonly line: number
  readonly fields: readonly string[]
  /** Whether all fields are between quotes. */
  readonly quoted: boolean
}

const PLAIN = /[^",\r\n]*/y
const END = /,|\r\n|\n|\r|$/y

/**
 * The records of a file in UTF-8, with or without its mark, all of as many fields. Lines end in LF, CR LF or CR; blank ones
 * at the end do not count. Fields between quotes may hold commas, line ends and doubled quotes.
 *
 * Errors: ParameterError naming file, line and column where a quote is out of place, a record is longer or shorter than the
 * first, or the file is no UTF-8.
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
  const ragged = records.find((record) => record.fields.length !== records[0].fields.length)
  if (ragged === undefined) return records
  const allowed = `${records[0].fields.length}, as in line ${records[0].line}`
  throw new ParameterError(`${file.name}: line ${ragged.line}: fields`, ragged.fields.length, allowed)
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
 * Whether the first record names the columns: where its first field is a label (`index`, `date`, `week` and the like, see
 * `isLabel`; or nothing, above the numbers of rows or dates), where all its fields are in quotes and those of the second
 * are not, or where none is a number and none says that it is missing.
 */
export function isHeader(records: readonly CsvRecord[]): boolean {
  const [{ fields, quoted }] = records
  // Where all lines are in quotes, these say nothing.
  const alone = quoted && records.length > 1 && !records[1].quoted
  if (alone) return true
  if (fields[0].trim() === '') return fields.length > 1 && labelsRows(records.slice(1))
  return isLabel(fields[0]) || !fields.some((field) => isNumber(field) || isMissing(field))
}

/** Whether first fields are the numbers of rows, one after the other, or none is a number. */
function labelsRows(records: readonly CsvRecord[]): boolean {
  const labels = records.map(({ fields }) => (isNumber(fields[0]) ? Number(fields[0]) : NaN))
  return labels.every((label, row) => Number.isNaN(label) || label === labels[0] + row)
}

/** An error in a field, its column from 0. */
export function csvError(
  name: string,
  line: number,
  column: number,
  given: string,
  allowed: string,
): ParameterError {
  return new ParameterError(`${name}: line ${line}, column ${column + 1}`, given, allowed)
}

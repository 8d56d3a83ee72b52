/** JSON in files: `parseJson`, `parseJsonLines`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { jsonFault } from './json-fault.ts'
import { textOf } from './text.ts'

/** The value of a file. Errors: ParameterError naming line and column where it is no JSON, or an object has a key twice. */
export function parseJson(file: FileContent): unknown {
  return valueOf(textOf(file, 'a file of JSON'), file.name, 1)
}

/** A value and the line of the file on which it stands, from 1. */
export interface JsonLine {
  readonly line: number
  readonly value: unknown
}

/** The values of a file that has one on every line; blank lines do not count. Errors: as `parseJson`. */
export function parseJsonLines(file: FileContent): JsonLine[] {
  return textOf(file, 'lines of JSON')
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, line }) => ({ line, value: valueOf(text, file.name, line) }))
}

/** The value of a text that begins on line `first` of the file. */
function valueOf(text: string, name: string, first: number): unknown {
  const fault = jsonFault(text)
  if (fault === undefined) return JSON.parse(text)
  const { line, column, found, repeatedKey } = fault
  const place = `${name}, line ${first + line - 1}, column ${column}`
  if (repeatedKey === undefined) throw new ParameterError(place, found, 'JSON to go on')
  throw new ParameterError(place, repeatedKey, 'each key of an object once: this one has it already')
}

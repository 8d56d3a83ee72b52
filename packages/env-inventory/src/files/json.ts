/** JSON files: `parseJson`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { jsonFault } from './json-fault.ts'
import { textOf } from './text.ts'

/** The value of a file. Errors: ParameterError naming line and column where it is no JSON, or an object has a key twice. */
export function parseJson(file: FileContent): unknown {
  const text = textOf(file, 'a file of JSON')
  const fault = jsonFault(text)
  if (fault === undefined) return JSON.parse(text)
  const { line, column, found, repeatedKey } = fault
  const place = `${file.name}, line ${line}, column ${column}`
  if (repeatedKey === undefined) throw new ParameterError(place, found, 'JSON to go on')
  throw new ParameterError(place, repeatedKey, 'each key of an object once: this one has it already')
}

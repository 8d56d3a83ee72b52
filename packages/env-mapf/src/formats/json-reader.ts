/** Reading JSON files field by field: `readJson`, `parseJson`, `JsonReader`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { LineReader } from './line-reader.ts'

/** Fields of a JSON object by name. */
type Fields = Readonly<Record<string, unknown>>

/**
 * The fields of the object that a JSON file holds.
 *
 * Errors: ParameterError naming file and line where it holds none, or is no text in UTF-8.
 */
export function readJson(file: FileContent): JsonReader {
  const reader = new LineReader(file)
  const lines: string[] = []
  while (reader.left > 0) lines.push(reader.text(reader.next('JSON')))
  return parseJson(file.name, lines.join('\n'))
}

/** Likewise, of a text. */
export function parseJson(name: string, text: string): JsonReader {
  const lines = text.split('\n')
  const value = parse(name, text, lines)
  if (!isObject(value)) throw new ParameterError(`${name}:1`, value, 'a JSON object')
  return new JsonReader(name, lines, value)
}

function parse(name: string, text: string, lines: readonly string[]): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const position = Number(/position (\d+)/.exec(String(cause))?.[1] ?? text.length)
    const line = text.slice(0, position).split('\n').length
    throw new ParameterError(`${name}:${line}`, lines[line - 1].trim(), 'JSON')
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An object's fields, with errors that name file and line: the first line from the object's own on on which the field's name
 * stands, and the object's own for a field that is missing.
 *
 * Errors: ParameterError where a field is missing or not as it should be.
 */
export class JsonReader {
  private readonly name: string
  private readonly lines: readonly string[]
  private readonly fields: Fields
  /** Where the object begins. */
  private readonly line: number

  constructor(name: string, lines: readonly string[], fields: Fields, line: number = 1) {
    this.name = name
    this.lines = lines
    this.fields = fields
    this.line = line
  }

  has(field: string): boolean {
    return this.fields[field] !== undefined
  }

  text(field: string): string {
    const value = this.value(field)
    return typeof value === 'string' ? value : this.fail(field, value, 'a text')
  }

  /** One of some texts. */
  choice<T extends string>(field: string, options: readonly T[]): T {
    const value = this.value(field)
    return options.find((option) => option === value) ?? this.fail(field, value, options.join(' or '))
  }

  whole(field: string, low: number, high: number = 999999999): number {
    return this.requireWhole(this.value(field), field, low, high)
  }

  number(field: string, low: number, high: number = Infinity): number {
    const value = this.value(field)
    if (typeof value === 'number' && value >= low && value <= high) return value
    return this.fail(field, value, `a number from ${low}${high === Infinity ? '' : ` to ${high}`}`)
  }

  /** A list whose entries are read one by one. */
  list<T>(field: string, read: (value: unknown, k: number) => T): T[] {
    return this.requireList(this.value(field), field).map((value, k) => read(value, k))
  }

  /** A list within the field. */
  requireList(value: unknown, field: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(field, value, 'a list')
  }

  /** A whole number within the field. */
  requireWhole(value: unknown, field: string, low: number = 0, high: number = 999999999): number {
    if (Number.isInteger(value) && (value as number) >= low && (value as number) <= high)
      return value as number
    return this.fail(field, value, `a whole number from ${low} to ${high}`)
  }

  /** The fields of an object within this one, under this one's name. */
  object(field: string): JsonReader {
    const value = this.value(field)
    return isObject(value)
      ? new JsonReader(this.name, this.lines, value, this.lineOf(field))
      : this.fail(field, value, 'an object')
  }

  /** Refuses what a field holds. */
  fail(field: string, given: unknown, expected: string): never {
    throw new ParameterError(`${this.name}:${this.lineOf(field)}`, given, `${field}: ${expected}`)
  }

  private value(field: string): unknown {
    const value = this.fields[field]
    if (value !== undefined) return value
    const path = `${this.name}:${this.line}`
    throw new ParameterError(path, value, '', `${path}: got nothing, expected the field ${field}`)
  }

  private lineOf(field: string): number {
    const line = this.lines.findIndex((text, k) => k + 1 >= this.line && text.includes(`"${field}"`))
    return Math.max(this.line, line + 1)
  }
}

/**
 * Readers that check values of a configuration: each takes a value and the path of its field, and returns the
 * value or throws a GauntletError that names the path. `text`, `whole`,
 * `real`, `oneOf`, `list`, `someOf`, `textOr`, `anyRecord`, `configuredAlgorithm`, `ifGiven`, `recordOf`, `partOf`, `record`.
 */
import { type ConfiguredAlgorithm, GauntletError, ParameterError, nearestNames } from '@gauntlet/core'

export type Reader<T> = (value: unknown, path: string) => T

/** Text that is not empty. */
export const text: Reader<string> = (value, path) => {
  if (typeof value !== 'string' || value === '') throw new ParameterError(path, value, 'text')
  return value
}

/** A whole number of at least `minimum`, and at most `maximum` where that is given. */
export function whole(minimum: number, maximum: number = Infinity): Reader<number> {
  const range = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`
  return (value, path) => {
    if (!Number.isSafeInteger(value) || (value as number) < minimum || (value as number) > maximum) {
      throw new ParameterError(path, value, `a whole number ${range}`)
    }
    return value as number
  }
}

/** A finite number above `minimum`, or any. */
export function real(minimum: number = -Infinity): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= minimum) {
      throw new ParameterError(path, value, minimum === -Infinity ? 'a number' : `a number above ${minimum}`)
    }
    return value
  }
}

export function oneOf<const T extends string>(...options: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = options.find((option) => option === value)
    if (found === undefined) throw new ParameterError(path, value, `one of ${options.join(', ')}`)
    return found
  }
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ParameterError(path, value, 'a list')
    return value.map((element, i) => item(element, `${path}[${i}]`))
  }
}

/** A list of at least one item. */
export function someOf<T>(item: Reader<T>): Reader<readonly T[]> {
  const items = list(item)
  return (value, path) => {
    if (Array.isArray(value) && value.length === 0)
      throw new ParameterError(path, value, 'a list that is not empty')
    return items(value, path)
  }
}

/** Text, or else what the other reader takes. */
export function textOr<T>(other: Reader<T>): Reader<string | T> {
  return (value, path) => (typeof value === 'string' ? text(value, path) : other(value, path))
}

/** Any object, whose fields are checked where they are used. */
export const anyRecord: Reader<Readonly<Record<string, unknown>>> = (value, path) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ParameterError(path, value, 'an object')
  }
  return value as Readonly<Record<string, unknown>>
}

/** A glob of algorithms with what is not by default. */
export const configuredAlgorithm: Reader<ConfiguredAlgorithm> = (value, path) =>
  record({ id: text }, { configuration: anyRecord })(value, path)

/** What the other reader takes, or nothing. */
export function ifGiven<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined ? undefined : reader(value, path))
}

/** An object of any fields, each of which the reader takes. */
export function recordOf<T>(field: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, path) => {
    const fields = Object.entries(anyRecord(value, path))
    return Object.fromEntries(fields.map(([name, one]) => [name, field(one, at(path, name))]))
  }
}

/** The path of a field; the outermost object may have none. */
function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

type Fields = Readonly<Record<string, Reader<unknown>>>
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> }

/** Certain fields of an object, whatever else it has. */
export function partOf<F extends Fields>(fields: F): Reader<Read<F>> {
  return (value, path) => {
    const given = anyRecord(value, path)
    const read = Object.entries(fields).map(([name, reader]) => [name, reader(given[name], at(path, name))])
    return Object.fromEntries(read) as Read<F>
  }
}

/** An object of known fields: the `required`, and any of the `optional`. */
export function record<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
): Reader<Read<R> & Partial<Read<O>>> {
  const names = [...Object.keys(required), ...Object.keys(optional)]
  return (value, path) => {
    const given = anyRecord(value, path)
    for (const name of Object.keys(given)) {
      if (names.includes(name)) continue
      const near = nearestNames(name, names)
      const hint =
        near.length > 0 ? `did you mean ${near.join(' or ')}?` : `the fields are ${names.join(', ')}`
      throw new GauntletError('parameter', `${at(path, name)}: unknown field; ${hint}`)
    }
    const read = Object.entries(required).map(([name, reader]) => [name, reader(given[name], at(path, name))])
    for (const [name, reader] of Object.entries(optional)) {
      if (given[name] !== undefined) read.push([name, reader(given[name], at(path, name))])
    }
    return Object.fromEntries(read) as Read<R> & Partial<Read<O>>
  }
}

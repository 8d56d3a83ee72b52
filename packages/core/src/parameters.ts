/**
 * Parameters of environments and configurations of algorithms: fields with defaults, bounds and units.
 * `number`, `integer`, `boolean`, `choice`, `text`, `numbers`, `integers`, `file`; `Schema`, `checkSchema`, `resolveParameters`.
 */
import { ParameterError } from './errors.ts'
import {
  BOOLEAN,
  type Form,
  NUMBER,
  OBJECT,
  TEXT,
  isPlainObject,
  listOf,
  oneOf,
  optional,
  requireForm,
  requireValue,
} from './form.ts'

interface Described {
  readonly description: string
}

interface Bounded extends Described {
  readonly default: number
  /** Lowest and highest value allowed, both included; open where absent. */
  readonly minimum?: number
  readonly maximum?: number
  /** The field's unit, as it stands in tables: `steps`, `agents`, `1/s`. */
  readonly unit?: string
}

export interface NumberField extends Bounded {
  readonly kind: 'number'
}

export interface IntegerField extends Bounded {
  readonly kind: 'integer'
}

export interface BooleanField extends Described {
  readonly kind: 'boolean'
  readonly default: boolean
}

export interface ChoiceField<T extends string> extends Described {
  readonly kind: 'choice'
  readonly options: readonly T[]
  readonly default: T
}

export interface TextField extends Described {
  readonly kind: 'text'
  readonly default: string
}

/** A list, each of its numbers within the bounds. */
interface Listed extends Described {
  readonly default: readonly number[]
  readonly minimum?: number
  readonly maximum?: number
  readonly unit?: string
  readonly minimumLength?: number
  readonly maximumLength?: number
}

export interface NumbersField extends Listed {
  readonly kind: 'numbers'
}

export interface IntegersField extends Listed {
  readonly kind: 'integers'
}

/** A file that the user brings; `null` where none is given. Whoever runs the environment reads it. */
export interface FileField extends Described {
  readonly kind: 'file'
  readonly default: null
  /** Whether nothing can be done without it; false unless said. */
  readonly needed?: boolean
}

/** A file's name (for messages) and bytes (which decide results). */
export interface FileContent {
  readonly name: string
  readonly bytes: Uint8Array
}

export type Field =
  | NumberField
  | IntegerField
  | BooleanField
  | ChoiceField<string>
  | TextField
  | NumbersField
  | IntegersField
  | FileField

/** The field that may stand for a value of type `T`. */
export type FieldFor<T> = [T] extends [boolean]
  ? BooleanField
  : [T] extends [number]
    ? NumberField | IntegerField
    : [T] extends [string]
      ? string extends T
        ? TextField
        : ChoiceField<T>
      : [T] extends [FileContent | null]
        ? FileField
        : [T] extends [readonly number[]]
          ? NumbersField | IntegersField
          : never

/** One field for every property of `P`, in the order in which tables show them. */
export type Schema<P> = { readonly [K in keyof P]: FieldFor<P[K]> }

/** A schema whose parameters are not known to the reader: what plugins hand to the harness. */
export type AnySchema = Readonly<Record<string, Field>>

/** Parameters as a plain record: the form in which the harness passes them on. */
export type Parameters = Readonly<Record<string, ParameterValue>>
export type ParameterValue = number | boolean | string | readonly number[] | FileContent | null

export const number = (field: Omit<NumberField, 'kind'>): NumberField => ({ kind: 'number', ...field })
export const integer = (field: Omit<IntegerField, 'kind'>): IntegerField => ({ kind: 'integer', ...field })
export const boolean = (field: Omit<BooleanField, 'kind'>): BooleanField => ({ kind: 'boolean', ...field })
export const text = (field: Omit<TextField, 'kind'>): TextField => ({ kind: 'text', ...field })
export const numbers = (field: Omit<NumbersField, 'kind'>): NumbersField => ({ kind: 'numbers', ...field })
export const integers = (field: Omit<IntegersField, 'kind'>): IntegersField => ({
  kind: 'integers',
  ...field,
})
export const file = (field: Described & { readonly needed?: boolean }): FileField => ({
  kind: 'file',
  default: null,
  ...field,
})
export const choice = <const T extends string>(field: Omit<ChoiceField<T>, 'kind'>): ChoiceField<T> => ({
  kind: 'choice',
  ...field,
})

const KIND: Form = oneOf('number', 'integer', 'boolean', 'choice', 'text', 'numbers', 'integers', 'file')
const BOUND: Form = optional(NUMBER)

/** Refuses a schema with a field of no known kind, or a default that its own field does not allow. */
export function checkSchema(schema: unknown, path: string): void {
  requireValue(schema, path, OBJECT, 'definition')
  for (const [name, field] of Object.entries(schema as AnySchema)) {
    const place = `${path}.${name}`
    requireForm(field, place, { kind: KIND, description: TEXT })
    if (field.kind === 'choice') requireForm(field, place, { options: listOf(TEXT, 1) })
    requireForm(field, place, { minimum: BOUND, maximum: BOUND, minimumLength: BOUND, maximumLength: BOUND })
    const accepted: Form = { allowed: allowedValues(field), accepts: (value) => accepts(field, value) }
    requireForm(field, place, { default: accepted })
    if (field.kind === 'file') requireForm(field, place, { needed: optional(BOOLEAN) })
  }
}

/**
 * The given values over the schema's defaults.
 *
 * `path` names the owner in messages, such as `mapf/lifelong`.
 * Errors: ParameterError where a field is unknown (with the nearest names), of another type, or out of range; of a list, it
 * names the first number that is.
 */
export function resolveParameters<P>(schema: Schema<P>, given: unknown, path: string): P {
  const fields = schema as AnySchema
  if (!isPlainObject(given)) throw new ParameterError(path, given, 'an object of parameters')
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) throw ParameterError.unknownField(path, name, Object.keys(fields))
  }
  const resolved: Record<string, ParameterValue> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    resolved[name] = value === undefined ? field.default : checkedValue(field, value, `${path}.${name}`)
  }
  return resolved as P
}

/** What a field accepts, as a phrase. */
export function allowedValues(field: Field): string {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return allowedNumber(field)
    case 'boolean':
      return 'true or false'
    case 'choice':
      return `one of ${field.options.join(', ')}`
    case 'text':
      return 'text'
    case 'numbers':
    case 'integers': {
      const { minimumLength = 0, maximumLength = Infinity } = field
      const upTo = maximumLength === Infinity ? ' or more' : ` to ${maximumLength}`
      return `a list of ${minimumLength}${upTo} ${NUMERIC[field.kind]}s${range(field)}`
    }
    case 'file':
      return 'a file'
  }
}

function checkedValue(field: Field, value: unknown, path: string): ParameterValue {
  if (accepts(field, value)) return value as ParameterValue
  if ((field.kind !== 'numbers' && field.kind !== 'integers') || !isListFor(field, value)) {
    throw new ParameterError(path, value, allowedValues(field))
  }
  const k = firstRefused(field, value)
  throw new ParameterError(`${path}[${k}]`, value[k], allowedNumber(field))
}

function accepts(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return acceptsNumber(field, value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' && field.options.includes(value)
    case 'text':
      return typeof value === 'string'
    case 'numbers':
    case 'integers':
      return isListFor(field, value) && firstRefused(field, value) < 0
    case 'file':
      return value === null || isFileContent(value)
  }
}

/** Whether a value is a list of a length that the field allows, whatever is in it. */
function isListFor(field: ListField, value: unknown): value is readonly unknown[] {
  const { minimumLength = 0, maximumLength = Infinity } = field
  return Array.isArray(value) && value.length >= minimumLength && value.length <= maximumLength
}

/** The first of a list that the field does not allow; -1 where there is none. */
function firstRefused(field: ListField, list: readonly unknown[]): number {
  // findIndex looks at holes too, which every would pass over.
  return list.findIndex((element) => !acceptsNumber(field, element))
}

/** Whether a value is a file's content. */
export function isFileContent(value: unknown): value is FileContent {
  if (typeof value !== 'object' || value === null) return false
  const { name, bytes } = value as Partial<FileContent>
  return typeof name === 'string' && bytes instanceof Uint8Array
}

const NUMERIC = {
  number: 'finite number',
  numbers: 'finite number',
  integer: 'whole number',
  integers: 'whole number',
} as const

/** What a numeric field, or one of its list, may be, as a phrase. */
export function allowedNumber(field: NumericField): string {
  return `a ${NUMERIC[field.kind]}${range(field)}`
}

type ListField = NumbersField | IntegersField
export type NumericField = NumberField | IntegerField | ListField

/** Whether a numeric field, or one of its list, may be this. */
function acceptsNumber(field: NumericField, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  const whole = field.kind === 'integer' || field.kind === 'integers'
  if (whole && !Number.isSafeInteger(value)) return false
  return value >= (field.minimum ?? -Infinity) && value <= (field.maximum ?? Infinity)
}

function range({ minimum, maximum }: NumericField): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}

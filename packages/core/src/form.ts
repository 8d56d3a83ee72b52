/**
 * The form of what authors and callers hand in: `isPlainObject`; `requireForm` and what it is made of, each of which
 * refuses with a GauntletError that names the place, what was given and what is allowed.
 */
import { GauntletError } from './errors.ts'
import { show } from './show.ts'

/** What a value must be: a test with the phrase for what passes it. */
export interface Form {
  readonly allowed: string
  accepts(value: unknown): boolean
}

/** Forms of an object's properties, by name. */
export type Forms = Readonly<Record<string, Form>>

const form = (allowed: string, accepts: (value: unknown) => boolean): Form => ({ allowed, accepts })

export const TEXT: Form = form('text', (value) => typeof value === 'string')
export const NUMBER: Form = form('a number', (value) => typeof value === 'number')
export const BOOLEAN: Form = form('true or false', (value) => typeof value === 'boolean')
export const FUNCTION: Form = form('a function', (value) => typeof value === 'function')
export const OBJECT: Form = form('an object', isObject)
export const COUNT: Form = form('a whole number of at least 1', (value) => isWhole(value, 1))
export const INDEX: Form = form('a whole number of at least 0', (value) => isWhole(value, 0))

export function oneOf(...options: readonly string[]): Form {
  return form(`one of ${options.join(', ')}`, (value) => options.includes(value as string))
}

/** A list without holes of at least `least` elements, each of the form. */
export function listOf(element: Form, least: number = 0): Form {
  return form(
    `a list${least === 0 ? '' : ` of at least ${least}`}, each element ${element.allowed}`,
    // findIndex looks at holes too, which every would pass over.
    (value) =>
      Array.isArray(value) && value.length >= least && value.findIndex((item) => !element.accepts(item)) < 0,
  )
}

/** A list of any elements, with or without holes. */
export const LIST: Form = form('a list', (value) => Array.isArray(value))

/** A form that may be left out. */
export function optional(present: Form): Form {
  return form(`${present.allowed}, or nothing`, (value) => value === undefined || present.accepts(value))
}

/** Refuses what is not an object, or has a property of another form. */
export function requireForm(value: unknown, place: string, forms: Forms, code: string = 'definition'): void {
  requireValue(value, place, OBJECT, code)
  // Snapshots are restored in the loops of searches: nothing is allocated where all is well.
  for (const name in forms) {
    const given = (value as Readonly<Record<string, unknown>>)[name]
    if (!forms[name].accepts(given)) requireValue(given, `${place}.${name}`, forms[name], code)
  }
}

/** Refuses a value of another form. */
export function requireValue(value: unknown, place: string, { allowed, accepts }: Form, code: string): void {
  if (!accepts(value)) throw new GauntletError(code, `${place}: got ${show(value)}, expected ${allowed}`)
}

/** Refuses what a function gave only as a promise: whoever called it has gone on. */
export function requireDone(result: unknown, call: string): void {
  if (isLate(result)) {
    throw new GauntletError('async', `${call}: returned a promise, expected it to be done when it returns`)
  }
}

/** Whether a value is a promise, or anything else with a `then`. That it may yet be rejected is seen to. */
export function isLate(value: unknown): boolean {
  if (!isObject(value) || typeof (value as { readonly then?: unknown }).then !== 'function') return false
  void Promise.resolve(value).catch(() => undefined)
  return true
}

/** Whether a value is an object written as a literal or read from JSON, so that nothing of it is inherited. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least
}

/** Values of a module as plain data: `plainData`. */
import { GauntletError } from '@gauntlet/core'
import { thrownText } from './reasons.ts'

/** Levels of lists and objects; a configuration has six. */
const DEEPEST = 32

/**
 * A copy of a value that is made of objects, lists, texts, numbers, booleans, null and bytes: what is read once
 * cannot change, throw or go round in circles afterwards.
 * Errors: GauntletError naming the field that holds anything else, or throws.
 */
export function plainData(value: unknown, path: string, above: readonly unknown[] = []): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new GauntletError('parameter', `${path}: is a ${typeof value}, expected plain data`)
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const holders = [...above, value]
  if (above.includes(value) || holders.length > DEEPEST) {
    throw new GauntletError(
      'parameter',
      `${path}: holds itself, or is nested too deeply; expected plain data`,
    )
  }
  if (Array.isArray(value)) return value.map((item, i) => plainData(item, `${path}[${i}]`, holders))
  const fields = Object.keys(value).map((name) => {
    const field = `${path}.${name}`
    return [name, plainData(fieldOf(value, name, field), field, holders)]
  })
  return Object.fromEntries(fields)
}

function fieldOf(value: object, name: string, path: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[name]
  } catch (error) {
    throw new GauntletError('parameter', `${path}: cannot be read: ${thrownText(error)}`)
  }
}

/** Values as they stand in messages, whatever they are: `show`, `errorText`. Neither ever throws. */

/** Characters of a shown value, and levels of nesting that may come into them. */
const MOST_CHARACTERS = 80
const MOST_LEVELS = 8

/** A value as it stands in an error message: after JSON, at most 80 characters. */
export function show(value: unknown): string {
  const text = guarded(() => written(value, 0, MOST_CHARACTERS), value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 3)}...` : text
}

/** Whatever was thrown, as `Name: message` where it is an error. */
export function errorText(thrown: unknown): string {
  return guarded(() => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : show(thrown)), thrown)
}

/** The text, or where a getter or proxy of the value's own throws, no more than its type. */
function guarded(text: () => string, value: unknown): string {
  try {
    return text()
  } catch {
    return `an unreadable ${typeof value}`
  }
}

/** The beginning of a value's text: whole, or of more than `room` characters. */
function written(value: unknown, level: number, room: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST_CHARACTERS))
  if (typeof value !== 'object' || value === null) return String(value)
  if (level === MOST_LEVELS) return '…'
  const { toJSON } = value as { readonly toJSON?: unknown }
  if (typeof toJSON === 'function') return written(toJSON.call(value), level + 1, room)
  const list = Array.isArray(value) || ArrayBuffer.isView(value)
  const keys = list ? (value as ArrayLike<unknown>) : Object.keys(value)
  let text = list ? '[' : '{'
  for (let k = 0; k < keys.length && text.length <= room; k++) {
    if (k > 0) text += ','
    const key = list ? k : (keys[k] as string)
    if (!list) text += `${written(key, level, room)}:`
    text += written((value as Readonly<Record<string, unknown>>)[key], level + 1, room - text.length)
  }
  return text + (list ? ']' : '}')
}

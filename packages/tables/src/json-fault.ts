/** The first thing that is wrong with a text of JSON, which engines say in their own ways or pass over: `jsonFault`. */

/** What cannot stand at a line and a column, both from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** The rest of the line, or that it ends, or the text. */
  readonly found: string
  /** Where the fault is that its object has had this key before. */
  readonly repeatedKey?: string
}

/** Undefined where the text is JSON and no object has a key twice, however it is escaped. */
export function jsonFault(text: string): JsonFault | undefined {
  const reader = new Reader(text)
  // Of the objects and lists that are open, the innermost last: the keys so far of an object, undefined for a list.
  const open: (Set<string> | undefined)[] = []
  do {
    const keys = open.at(-1)
    if (keys !== undefined) {
      const key = reader.key()
      if (key === undefined) return faultAt(text, reader.at)
      if (keys.has(key.name)) return { ...faultAt(text, key.at), repeatedKey: key.name }
      keys.add(key.name)
    }
    if (reader.take('{')) {
      open.push(new Set())
      if (!reader.take('}')) continue
      open.pop()
    } else if (reader.take('[')) {
      open.push(undefined)
      if (!reader.take(']')) continue
      open.pop()
    } else if (!reader.string() && !reader.skip(WORD)) return faultAt(text, reader.at)
    while (open.length > 0 && !reader.take(',')) {
      if (!reader.take(open.at(-1) === undefined ? ']' : '}')) return faultAt(text, reader.at)
      open.pop()
    }
  } while (open.length > 0)
  reader.skip(SPACE)
  return reader.at === text.length ? undefined : faultAt(text, reader.at)
}

function faultAt(text: string, at: number): JsonFault {
  const before = text.slice(0, at).split('\n')
  const rest = text.slice(at).split('\n', 1)[0]
  const end = at === text.length ? 'the end' : 'the end of the line'
  return {
    line: before.length,
    column: before[before.length - 1].length + 1,
    found: rest === '' ? end : rest,
  }
}

const SPACE = /[ \t\n\r]*/y
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
/** Pieces of a string: pattern by pattern, for engines run out of stack on one pattern for a long string. */
const PLAIN = /[ !#-[\]-\uffff]+/y
const ESCAPED = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Reads on as long as the text is JSON; methods say whether it was, and stop before what was not. */
class Reader {
  at: number = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Passes what the pattern matches here, unless that is nothing. */
  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const length = pattern.exec(this.text)?.[0].length ?? 0
    this.at += length
    return length > 0
  }

  take(mark: string): boolean {
    this.skip(SPACE)
    if (this.text[this.at] !== mark) return false
    this.at++
    return true
  }

  string(): boolean {
    if (!this.take('"')) return false
    while (this.skip(PLAIN) || this.skip(ESCAPED));
    if (this.text[this.at] !== '"') return false
    this.at++
    return true
  }

  /** A key with its colon, and where it begins. */
  key(): { readonly name: string; readonly at: number } | undefined {
    this.skip(SPACE)
    const at = this.at
    if (!this.string()) return undefined
    const name = JSON.parse(this.text.slice(at, this.at)) as string
    return this.take(':') ? { name, at } : undefined
  }
}

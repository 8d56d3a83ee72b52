/**
 * What is wrong with a text of JSON, and where, for messages: `jsonErrorAt`, which engines say in their own ways or not at
 * all; `repeatedKey`, which they pass over.
 */

/** Line and column, both from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

const SPACE = /[ \t\n\r]*/y
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** The first character that cannot stand where it does; the end where more must come. */
export function jsonErrorAt(text: string): TextPlace {
  const reader = new Reader(text)
  if (reader.value()) reader.skip(SPACE)
  return placeAt(text, reader.at)
}

/** A string, which is a key where a colon follows it, or the beginning or end of an object or a list. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")([ \t\n\r]*:)?|[{}[\]]/g

/** The first key that its object has had before, however it is escaped; undefined where there is none. `text` is JSON. */
export function repeatedKey(text: string): (TextPlace & { readonly key: string }) | undefined {
  // Of the objects and lists that are open, the innermost last.
  const open: Set<string>[] = []
  for (const { 0: token, 1: string, 2: colon, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    if (colon === undefined) continue
    const key = JSON.parse(string) as string
    const keys = open[open.length - 1]
    if (keys.has(key)) return { key, ...placeAt(text, index) }
    keys.add(key)
  }
  return undefined
}

function placeAt(text: string, index: number): TextPlace {
  const lines = text.slice(0, index).split('\n')
  return { line: lines.length, column: lines[lines.length - 1].length + 1 }
}

/** Reads on as long as the text is JSON; every method says whether it was. */
class Reader {
  at: number = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  value(): boolean {
    this.skip(SPACE)
    if (this.take('{')) return this.list('}', () => this.key() && this.value())
    if (this.take('[')) return this.list(']', () => this.value())
    return this.skip(STRING) || this.skip(OTHER)
  }

  /** Passes what the pattern matches here, unless that is nothing. */
  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const length = pattern.exec(this.text)?.[0].length ?? 0
    this.at += length
    return length > 0
  }

  private take(mark: string): boolean {
    this.skip(SPACE)
    if (this.text[this.at] !== mark) return false
    this.at++
    return true
  }

  private key(): boolean {
    this.skip(SPACE)
    return this.skip(STRING) && this.take(':')
  }

  private list(end: string, entry: () => boolean): boolean {
    if (this.take(end)) return true
    do {
      if (!entry()) return false
    } while (this.take(','))
    return this.take(end)
  }
}

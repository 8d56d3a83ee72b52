/** Where a text stops being JSON, for messages: `jsonErrorAt`. Engines say it in their own ways, or not at all. */

const SPACE = /[ \t\n\r]*/y
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** Line and column, both from 1, of the first character that cannot stand where it does; the end where more must come. */
export function jsonErrorAt(text: string): { readonly line: number; readonly column: number } {
  const reader = new Reader(text)
  if (reader.value()) reader.skip(SPACE)
  const lines = text.slice(0, reader.at).split('\n')
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

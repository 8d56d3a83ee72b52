/** Reading text files line by line: `LineReader`. */
import { type FileContent, ParameterError, isFileContent } from '@gauntlet/core'

const NEWLINE = 10
const RETURN = 13
const UTF_16_MARKS = [
  [255, 254],
  [254, 255],
] as const
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf'
/** Longest number read: nine digits are exact and leave no room for absurd sizes. */
const WHOLE = /^\d{1,9}$/
const ASCII = /^[ -~]*$/
const DECIMAL = /^\d{1,17}(\.\d{1,30})?(e[+-]?\d{1,3})?$/

/**
 * The lines of a file, with errors that name file and line.
 *
 * Every byte stands for the character of its number. Lines end in LF or CR LF; blank lines at the end do not count.
 * Errors: ParameterError where the file is none, is no text of single bytes, or has lines that end in CR alone.
 */
export class LineReader {
  readonly name: string
  private readonly lines: readonly string[]
  private read = 0

  constructor(file: FileContent) {
    if (!isFileContent(file)) throw new ParameterError('file', file, 'a file: its name and its bytes')
    const { name, bytes } = file
    this.name = name
    this.lines = split(bytes)
    this.requireText(bytes)
  }

  /** The number, from 1, of the line read last: as many as have been read. */
  get line(): number {
    return this.read
  }

  /** Lines not read yet, but for blank ones at the end. */
  get left(): number {
    return this.lines.length - this.read
  }

  /** A line not read yet, `ahead` lines after the next one; empty beyond the end. */
  peek(ahead: number = 0): string {
    return this.lines[this.read + ahead] ?? ''
  }

  /** The next line. Errors: ParameterError where the file is at its end; `expected` says what should follow. */
  next(expected: string): string {
    this.read++
    if (this.read > this.lines.length) this.fail('the end of the file', expected)
    return this.lines[this.read - 1]
  }

  /** The next line's words, between spaces or tabs. */
  words(expected: string): string[] {
    return this.next(expected)
      .split(/[ \t]+/)
      .filter((word) => word !== '')
  }

  /** A word of the line read last as a whole number from `low` to `high`. */
  whole(word: string | undefined, what: string, low: number = 0, high: number = 999999999): number {
    const value = word !== undefined && WHOLE.test(word) ? Number(word) : -1
    if (value < low || value > high)
      this.fail(word ?? 'nothing', `${what}: a whole number from ${low} to ${high}`)
    return value
  }

  /** A word of the line read last as a number of at least 0. */
  number(word: string, what: string): number {
    const value = DECIMAL.test(word) ? Number(word) : Infinity
    if (value === Infinity) this.fail(word, `${what}: a number from 0`)
    return value
  }

  /** A part of the line read last, in which every character is a byte, as the UTF-8 text that it is. */
  text(part: string): string {
    if (ASCII.test(part)) return part
    const hex = Array.from(part, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
    try {
      return decodeURIComponent(hex.join(''))
    } catch {
      this.fail(part, 'a text in ASCII or UTF-8')
    }
  }

  /** Refuses lines that are left over, by the first that is not blank. */
  end(after: string): void {
    if (this.read >= this.lines.length) return
    this.read++
    while (this.lines[this.read - 1].trim() === '') this.read++
    this.fail(this.lines[this.read - 1], `the end of the file after ${after}`)
  }

  /** Refuses what the line read last holds. */
  fail(given: string, expected: string): never {
    throw new ParameterError(`${this.name}:${this.read}`, given, expected)
  }

  private requireText(bytes: Uint8Array): void {
    const mark = UTF_16_MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second)
    const foreign = this.lines.findIndex((line) => line.includes('\0') || line.includes('\r'))
    if (mark === undefined && foreign < 0) return
    this.read = mark === undefined ? foreign + 1 : 1
    if (mark !== undefined) this.fail('a text in UTF-16', 'one in ASCII or UTF-8')
    if (this.lines[foreign].includes('\0'))
      this.fail('a byte of zero', 'text; this seems to be a binary file')
    this.fail('a carriage return within the line', 'lines that end in LF or CR LF')
  }
}

function split(bytes: Uint8Array): string[] {
  const lines: string[] = []
  let content = bytes.length
  while (content > 0 && isBlank(bytes[content - 1])) content--
  for (let start = 0; start < content;) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found < 0 ? bytes.length : found
    const last = end > start && bytes[end - 1] === RETURN ? end - 1 : end
    lines.push(characters(bytes, start, last))
    start = end + 1
  }
  if (lines.length > 0 && lines[0].startsWith(BYTE_ORDER_MARK)) lines[0] = lines[0].slice(3)
  return lines
}

/** What `trim` takes for blank: blanks, tabs, line ends and their kin. */
function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13) || byte === 160
}

function characters(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let from = start; from < end; from += 4096) {
    text += String.fromCharCode(...bytes.subarray(from, Math.min(from + 4096, end)))
  }
  return text
}

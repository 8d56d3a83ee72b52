/**
 * Numbers, tables and foreign text for people: `duration`, `shortNumber`, `byteSize`, `table`, `plural`, `countOfMatches`, `shortKey`, `oneLine`,
 * `plainLines`. What plugins, files and failures say goes through the last two (or a table) before it is styled.
 */
import { cut, plainLine } from '../report/format.ts'

/** Characters of a line that are shown unless said. */
const LINE = 300
/** Characters of a line that stands among others, such as a line of a picture. */
const WIDE = 1000

/** `20 ms`, `4.5 s`, `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown'
  if (seconds < 1) return `${Math.ceil(seconds * 1000)} ms`
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** Four significant digits, without an exponent where that is short. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(3)
    : String(Number(value.toPrecision(4)))
}

/** `0.34 MB`, `25 MB`; small files in bytes. */
export function byteSize(bytes: number): string {
  if (bytes < 1e4) return `${bytes} B`
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `1 match`, `2 matches`. */
export function countOfMatches(count: number): string {
  return `${count} ${count === 1 ? 'match' : 'matches'}`
}

/** As much of a key as people type. */
export function shortKey(key: string): string {
  return key.slice(0, 12)
}

/** Foreign text as one line, without control characters, cut where it is long. */
export function oneLine(text: string, room: number = LINE): string {
  // Cut first, generously: a message may have millions of characters.
  return cut(plainLine(text.slice(0, 4 * room)), room)
}

/** Foreign text in its lines, without other control characters; lines that are many or long are cut. */
export function plainLines(text: string, most: number = Infinity): string {
  const lines = text
    .split('\n')
    .slice(0, most)
    .map((line) => cut(line.slice(0, 4 * WIDE), WIDE))
  return lines.map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trimEnd()).join('\n')
}

/** Rows under headings, padded to columns; the last column is not padded. Cells are made plain, so hold no styles. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows].map((line) => line.map((cell) => oneLine(cell)))
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

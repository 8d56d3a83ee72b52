/** Maps drawn in characters, one a cell: `readSymbols`, `cellsOf`, `drawRows`. */
import { ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import type { LineReader } from './line-reader.ts'

/**
 * The symbols of the next `rows` lines, each of `columns` characters, row by row in one string.
 *
 * Errors: ParameterError naming file and line where a row is missing, is not as long, or has a symbol that is not
 * among `known`; `allowed` says which are.
 */
export function readSymbols(
  reader: LineReader,
  rows: number,
  columns: number,
  known: string,
  allowed: string,
): string {
  const table = tableOf(known)
  const lines: string[] = []
  for (let row = 0; row < rows; row++) {
    const line = reader.next(`row ${row + 1} of ${rows}`)
    requireRow(reader, line, columns, table, allowed)
    lines.push(line)
  }
  return lines.join('')
}

/** [256]: 1 at the codes of these symbols. Readers give bytes for characters, so that there are no other codes. */
export function tableOf(symbols: string): Uint8Array {
  const table = new Uint8Array(256)
  for (let k = 0; k < symbols.length; k++) table[symbols.charCodeAt(k)] = 1
  return table
}

/** Refuses a row of the line read last that is not `columns` symbols of the table `known`. */
export function requireRow(
  reader: LineReader,
  row: string,
  columns: number,
  known: Uint8Array,
  allowed: string,
): void {
  if (row.length !== columns) reader.fail(row, `a row of ${columns} characters; this one has ${row.length}`)
  for (let k = 0; k < columns; k++) if (known[row.charCodeAt(k)] === 0) reader.fail(row[k], allowed)
}

/** [symbols.length]: 1 where a symbol is among `blocked` */
export function obstaclesOf(symbols: string, blocked: string): Uint8Array {
  const table = tableOf(blocked)
  const obstacles = new Uint8Array(symbols.length)
  for (let cell = 0; cell < symbols.length; cell++) obstacles[cell] = table[symbols.charCodeAt(cell)]
  return obstacles
}

/** The cells whose symbol is among `members`, in ascending order. */
export function cellsOf(symbols: string, members: string): Int32Array {
  const table = tableOf(members)
  const cells: number[] = []
  for (let cell = 0; cell < symbols.length; cell++)
    if (table[symbols.charCodeAt(cell)] === 1) cells.push(cell)
  return Int32Array.from(cells)
}

/** The map's rows as lines, each cell by its symbol. Errors: ParameterError where the map has no cells. */
export function drawRows(map: GridMap, symbolOf: (cell: number) => string): string[] {
  const { rows, columns } = map
  if (rows < 1 || columns < 1) throw new ParameterError('map', `${rows} x ${columns} cells`, 'a cell or more')
  return Array.from({ length: rows }, (_, row) => {
    let line = ''
    for (let cell = row * columns; cell < (row + 1) * columns; cell++) line += symbolOf(cell)
    return line
  })
}

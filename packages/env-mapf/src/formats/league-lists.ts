/** Files of the League of Robot Runners with robots and tasks: `readAgentFile`, `readTaskFile` and what writes them. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import { requireWhole } from './requirements.ts'

/**
 * The cells in which robots start: an `.agents` file, of which the first line is their number and each of the next a cell,
 * row · columns + column. Lines that begin with `#` count nowhere.
 *
 * Errors: ParameterError naming file and line; also where a cell is blocked or off the map, or two robots share one.
 * Source: Start-Kit of the League of Robot Runners 3.1.0, Input_Output_Format.md and `read_int_vec`.
 */
export function readAgentFile(file: FileContent, map: GridMap): Int32Array {
  const taken = new Map<number, number>()
  return Int32Array.from(
    readCells(file, map, 'robot', (reader, cells) => {
      if (cells.length !== 1) reader.fail(cells.join(','), 'one cell')
      const line = taken.get(cells[0])
      if (line !== undefined) reader.fail(String(cells[0]), `a cell other than that of line ${line}`)
      taken.set(cells[0], reader.line)
    }),
    ([cell]) => cell,
  )
}

/**
 * Tasks, each the cells of its errands in their order: a `.tasks` file, of which the first line is their number and each of
 * the next a task, cells between commas. Lines that begin with `#` count nowhere.
 *
 * Errors: ParameterError naming file and line; also where a cell is blocked or off the map.
 * Source: as `readAgentFile`.
 */
export function readTaskFile(file: FileContent, map: GridMap): Int32Array[] {
  return readCells(file, map, 'task', () => {})
}

/** The line of entry `k`, from 0, of a file that has been read. */
export function lineOfEntry(file: FileContent, k: number): number {
  const reader = new LineReader(file)
  for (let entries = -1; ; entries++) {
    skipComments(reader)
    if (entries === k) return reader.line + 1
    reader.next('an entry')
  }
}

/** Lines of cells, as many as the first says, each checked when it has been read. */
function readCells(
  file: FileContent,
  map: GridMap,
  what: string,
  check: (reader: LineReader, cells: Int32Array) => void,
): Int32Array[] {
  const reader = new LineReader(file)
  skipComments(reader)
  const count = reader.whole(reader.next(`the number of ${what}s`).trim(), `the number of ${what}s`, 1)
  const lists: Int32Array[] = []
  for (let k = 1; k <= count; k++) {
    skipComments(reader)
    const words = reader.next(`${what} ${k} of ${count}`).split(',')
    const cells = Int32Array.from(words, (word) => readCell(reader, word.trim(), map))
    check(reader, cells)
    lists.push(cells)
  }
  skipComments(reader)
  reader.end(`${count} ${what}s`)
  return lists
}

function skipComments(reader: LineReader): void {
  while (reader.left > 0 && reader.peek().startsWith('#')) reader.next('a comment')
}

function readCell(reader: LineReader, word: string, map: GridMap): number {
  const cell = reader.whole(word, 'a cell', 0, map.rows * map.columns - 1)
  if (map.obstacles[cell] === 1) reader.fail(word, `a free cell of the ${map.rows} x ${map.columns} map`)
  return cell
}

/** The text of an `.agents` file. Errors: ParameterError where there are no robots, or one stands in no cell. */
export function writeAgentFile(starts: Int32Array): string {
  return writeCells(
    Array.from(starts, (cell) => [cell]),
    'starts',
  )
}

/** The text of a `.tasks` file. Errors: ParameterError where there are no tasks, or one has no errands or one in no cell. */
export function writeTaskFile(tasks: readonly Int32Array[]): string {
  return writeCells(tasks, 'tasks')
}

function writeCells(lists: readonly ArrayLike<number>[], path: string): string {
  requireWhole(lists.length, `${path}.length`, 1)
  const lines = lists.map((list, k) => {
    if (list.length === 0) throw new ParameterError(`${path}[${k}]`, [], 'one cell or more')
    const cells = Array.from(list)
    for (const cell of cells) requireWhole(cell, `${path}[${k}]`)
    return cells.join(',')
  })
  return `${[lists.length, ...lines].join('\n')}\n`
}

/** MovingAI `.scen` files: `readMovingAiScenario`, `writeMovingAiScenario`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import { requireText, requireWhole } from './requirements.ts'
import { requireValid, validateInstance } from './validate.ts'

/** One line of a file: a start and a goal. In multi-agent pathfinding the first n lines are the n agents. */
export interface MovingAiEntry {
  /** Entries of like length share a bucket. */
  readonly bucket: number
  /** The map's file name. */
  readonly mapName: string
  readonly rows: number
  readonly columns: number
  /** Cells of the map, numbered row by row: y · columns + x of the file. */
  readonly start: number
  readonly goal: number
  /** Length of a shortest path of a lone agent that may also move diagonally (at √2): as the file says. */
  readonly optimalLength: number
}

const VERSION = '`version 1`'
const FIELDS = [
  'bucket',
  'map',
  'width',
  'height',
  'start x',
  'start y',
  'goal x',
  'goal y',
  'optimal length',
] as const

/**
 * The entries of a MovingAI scenario file: `version 1`, then lines of nine fields between tabs: bucket, map, width,
 * height, start x, start y, goal x, goal y, optimal length; x is the column, y the row, and 0, 0 the upper left.
 *
 * Where `map` is given its size must be that of the entries, starts and goals free, and goals within reach (which is
 * the same with diagonal moves, since those cut no corners). Starts may come more than once: entries are problems of
 * their own, and `validateInstance` tells whether they can be played together.
 * Errors: ParameterError naming file and line.
 * Source: Sturtevant 2012, "Benchmarks for grid-based pathfinding", scenario format 1.
 */
export function readMovingAiScenario(file: FileContent, map?: GridMap): MovingAiEntry[] {
  const reader = new LineReader(file)
  const version = reader.words(VERSION)
  if (version.length !== 2 || version[0] !== 'version' || !/^1(\.0)?$/.test(version[1]))
    reader.fail(version.join(' '), VERSION)
  const entries: MovingAiEntry[] = []
  while (reader.left > 0) {
    const entry = readEntry(reader)
    if (map !== undefined) requireOn(map, entry, reader)
    entries.push(entry)
  }
  return entries
}

function readEntry(reader: LineReader): MovingAiEntry {
  const fields = reader.next('an entry').split('\t')
  if (fields.length !== FIELDS.length)
    reader.fail(`${fields.length} fields between tabs`, `${FIELDS.length}: ${FIELDS.join(', ')}`)
  const whole = (k: number, low: number, high?: number): number =>
    reader.whole(fields[k], FIELDS[k], low, high)
  const columns = whole(2, 1)
  const rows = whole(3, 1)
  if (rows * columns > 0x7fffffff) reader.fail(`${columns} x ${rows} cells`, 'a map of fewer than 2^31 cells')
  if (fields[1] === '') reader.fail('no name', 'map: a file name')
  return {
    bucket: whole(0, 0),
    mapName: reader.text(fields[1]),
    rows,
    columns,
    start: whole(5, 0, rows - 1) * columns + whole(4, 0, columns - 1),
    goal: whole(7, 0, rows - 1) * columns + whole(6, 0, columns - 1),
    optimalLength: reader.number(fields[8].trim(), FIELDS[8]),
  }
}

function requireOn(map: GridMap, { rows, columns, start, goal }: MovingAiEntry, reader: LineReader): void {
  if (rows !== map.rows || columns !== map.columns)
    reader.fail(`width ${columns}, height ${rows}`, `those of the map: ${map.columns}, ${map.rows}`)
  const instance = { map, starts: Int32Array.of(start), goals: [Int32Array.of(goal)], oneShot: true }
  requireValid(validateInstance(instance, 1, { file: reader.name, lineOf: () => reader.line }))
}

/**
 * The entries as the text of a MovingAI scenario file. Lengths have eight decimals as in published files, or more
 * where they need them.
 *
 * Errors: ParameterError where an entry could not be read again, naming the field.
 */
export function writeMovingAiScenario(entries: readonly MovingAiEntry[]): string {
  return `${['version 1', ...entries.map(entryLine)].join('\n')}\n`
}

function entryLine(entry: MovingAiEntry, index: number): string {
  const { bucket, mapName, rows, columns, start, goal, optimalLength } = entry
  const path = `entries[${index}]`
  requireWhole(bucket, `${path}.bucket`)
  requireText(mapName, `${path}.mapName`, /[\t\r\n]/, 'a file name without tabs')
  requireWhole(rows, `${path}.rows`, 1)
  requireWhole(columns, `${path}.columns`, 1)
  for (const [name, cell] of Object.entries({ start, goal })) {
    if (!Number.isInteger(cell) || cell < 0 || cell >= rows * columns)
      throw new ParameterError(`${path}.${name}`, cell, `a cell from 0 to ${rows * columns - 1}`)
  }
  if (!(optimalLength >= 0 && optimalLength < 1e16))
    throw new ParameterError(`${path}.optimalLength`, optimalLength, 'a number from 0 below 1e16')
  const place = (cell: number): number[] => [cell % columns, Math.floor(cell / columns)]
  const numbers = [columns, rows, ...place(start), ...place(goal)]
  const rounded = optimalLength.toFixed(8)
  const length = Number(rounded) === optimalLength ? rounded : String(optimalLength)
  return [bucket, mapName, ...numbers, length].join('\t')
}

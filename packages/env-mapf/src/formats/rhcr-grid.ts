/** Directed weighted grids of RHCR, `.grid`: `readRhcrGrid`, `writeRhcrGrid`, `undirectedMap`, `rhcrPools`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import type { StartsAndGoals } from './map-file.ts'
import { requireText, requireWhole } from './requirements.ts'

/** What a cell can be; what RHCR calls them. Nobody starts on an obstacle; where agents can go the weights say. */
export const RHCR_CELL_TYPES = [
  'Obstacle',
  'Travel',
  'Induct',
  'Eject',
  'Home',
  'Endpoint',
  'Entry',
  'Exit',
] as const
export type RhcrCellType = (typeof RHCR_CELL_TYPES)[number]

/** A grid of directed edges with weights. Cells are numbered as in the file, which is row by row. */
export interface RhcrGrid {
  readonly rows: number
  readonly columns: number
  /** [cells] */
  readonly types: readonly RhcrCellType[]
  /** [cells]: names of stations, `None` for none; null where the file has no such column */
  readonly stations: readonly string[] | null
  /** [cells, 5]: of staying, and of moving up, down, left and right, at least 0; Infinity where there is no edge */
  readonly weights: Float64Array
}

const WAYS = ['NORTH', 'WEST', 'SOUTH', 'EAST'] as const
const HEADER = [...WAYS.map((way) => `weight_to_${way}`), 'weight_for_WAIT'].join(',')
/** [5]: the action of each column of weights. The file lies on its side: its NORTH is the next cell of a row. */
const ACTION_OF = [4, 1, 3, 2, 0] as const
const ACTION_NAMES = ['stay', 'up', 'down', 'left', 'right'] as const
/** RHCR's infinity: no edge has as much. */
const INFINITE = 1073741822
/** Lines before the first cell. */
const HEAD_LINES = 3

/**
 * The grid in a .grid file: a line of any words; `rows,columns`; a header; and for every cell a line
 * `id,type,station,x,y` and five weights, `inf` where there is no edge: to NORTH, WEST, SOUTH, EAST, and for WAIT.
 * The column `station` may be missing, as in files for RHCR's scenarios other than sorting.
 *
 * The file's x is the row and its y the column of the cell, id = x · columns + y: x grows to the right and y upwards
 * in the picture that its compass has in mind, so that the grid read here is that picture on its side. NORTH (y + 1)
 * is the cell to the right, WEST (x - 1) the one above, SOUTH the one to the left, EAST the one below.
 * Errors: ParameterError naming file and line; also where an edge leaves the grid.
 * Source: Jiaoyang-Li/RHCR (d009a3b), `SortingGrid::load_map`, `KivaGrid::load_weighted_map`, `OnlineGrid::load_map`
 * and their array `move`. Differs: what RHCR skips (ids, x, y, the header) must be right, weights not negative.
 */
export function readRhcrGrid(file: FileContent): RhcrGrid {
  const reader = new LineReader(file)
  reader.next('`Grid size (x, y)`')
  const size = reader.next('`rows,columns`').split(',')
  if (size.length !== 2) reader.fail(size.join(','), '`rows,columns`')
  const [rows, columns] = size.map((word, k) => reader.whole(word.trim(), k === 0 ? 'rows' : 'columns', 1))
  const header = reader.next('the header `id,type,…`').trim()
  const hasStations = header === `id,type,station,x,y,${HEADER}`
  if (!hasStations && header !== `id,type,x,y,${HEADER}`)
    reader.fail(header, `\`id,type,station,x,y,${HEADER}\`, with or without station`)
  const types: RhcrCellType[] = []
  const stations: string[] = []
  const weights: number[] = []
  for (let cell = 0; cell < rows * columns; cell++) {
    const words = reader.next(`cell ${cell} of ${rows} x ${columns}`).split(',')
    const count = hasStations ? 10 : 9
    if (words.length !== count) reader.fail(`${words.length} fields`, `${count}, as in the header`)
    readPlace(reader, [words[0], ...words.slice(-7, -5)], cell, columns)
    types.push(readType(reader, words[1]))
    if (hasStations) stations.push(reader.text(words[2] || reader.fail('no station', 'a name, or None')))
    weights.push(...readWeights(reader, words.slice(-5), cell, rows, columns))
  }
  reader.end(`${rows} x ${columns} cells`)
  return {
    rows,
    columns,
    types,
    stations: hasStations ? stations : null,
    weights: Float64Array.from(weights),
  }
}

function readPlace(reader: LineReader, words: readonly string[], cell: number, columns: number): void {
  const [id, x, y] = words.map((word, k) => reader.whole(word, ['id', 'x', 'y'][k]))
  const row = Math.floor(cell / columns)
  const column = cell - row * columns
  if (id !== cell || x !== row || y !== column)
    reader.fail(`id ${id}, x ${x}, y ${y}`, `id ${cell}, x ${row}, y ${column}, cell after cell`)
}

function readType(reader: LineReader, word: string): RhcrCellType {
  const type = RHCR_CELL_TYPES.find((known) => known === word)
  return type ?? reader.fail(word, `a type: ${RHCR_CELL_TYPES.join(', ')}`)
}

/** [5]: by action */
function readWeights(
  reader: LineReader,
  words: readonly string[],
  cell: number,
  rows: number,
  columns: number,
): number[] {
  const weights: number[] = []
  words.forEach((word, k) => {
    const value = word.trim() === 'inf' ? Infinity : reader.number(word.trim(), 'weight')
    const weight = value < INFINITE ? value : Infinity
    if (weight < Infinity && neighbour(cell, ACTION_OF[k], rows, columns) < 0)
      reader.fail(`a way ${WAYS[k]} of weight ${weight}`, 'inf, since it leaves the grid')
    weights[ACTION_OF[k]] = weight
  })
  return weights
}

/** The cell where an action leads, or -1 where it leaves the grid. */
function neighbour(cell: number, action: number, rows: number, columns: number): number {
  const column = cell % columns
  if (action === 1) return cell - columns
  if (action === 2) return cell + columns < rows * columns ? cell + columns : -1
  if (action === 3) return column > 0 ? cell - 1 : -1
  if (action === 4) return column < columns - 1 ? cell + 1 : -1
  return cell
}

/**
 * The map of a grid that is a plain one: a move between two cells that are no obstacles costs 1, either way, as does
 * a wait, and no edge leads out of an obstacle or into one (its own wait may cost anything).
 *
 * Errors: ParameterError naming `file` and the line of the first cell that is otherwise; the line is that of the file
 * that a grid was read from, or would be written to.
 */
export function undirectedMap(grid: RhcrGrid, file: string = 'grid'): GridMap {
  const { rows, columns, types, weights } = grid
  for (let cell = 0; cell < rows * columns; cell++) {
    for (let action = 0; action < 5; action++) {
      const blocked = types[cell] === 'Obstacle'
      if (blocked && action === 0) continue
      const to = neighbour(cell, action, rows, columns)
      const expected = blocked || to < 0 || types[to] === 'Obstacle' ? Infinity : 1
      const weight = weights[5 * cell + action]
      if (weight === expected) continue
      const way = action === 0 ? 'WAIT' : WAYS[ACTION_OF.findIndex((known) => known === action)]
      const given = `${way} (${ACTION_NAMES[action]}) of weight ${weight === Infinity ? 'inf' : weight}`
      const allowed = `${expected === 1 ? '1' : 'inf'}: only a grid of undirected edges of weight 1 is a map`
      throw new ParameterError(`${file}:${cell + 1 + HEAD_LINES}`, given, allowed)
    }
  }
  return new GridMap(
    rows,
    columns,
    Uint8Array.from(types, (type) => (type === 'Obstacle' ? 1 : 0)),
  )
}

/**
 * Where agents start and what they are sent to: homes and entries, or where there are none, every cell that is no
 * obstacle; and endpoints, stations (induct and eject) and exits.
 */
export function rhcrPools({ types }: RhcrGrid): StartsAndGoals {
  const cellsOf = (...members: readonly RhcrCellType[]): Int32Array =>
    Int32Array.from(types.keys()).filter((cell) => members.includes(types[cell]))
  const starts = cellsOf('Home', 'Entry')
  const goals = cellsOf('Endpoint', 'Induct', 'Eject', 'Exit')
  if (starts.length > 0) return { starts, goals }
  return { starts: Int32Array.from(types.keys()).filter((cell) => types[cell] !== 'Obstacle'), goals }
}

/** The grid as the text of a .grid file. Errors: ParameterError where it is none that could be read. */
export function writeRhcrGrid({ rows, columns, types, stations, weights }: RhcrGrid): string {
  requireWhole(rows, 'rows', 1)
  requireWhole(columns, 'columns', 1)
  const cells = rows * columns
  for (const [path, length, allowed] of [
    ['types', types.length, cells],
    ['stations', stations?.length ?? cells, cells],
    ['weights', weights.length, 5 * cells],
  ] as const) {
    if (length !== allowed) throw new ParameterError(path, `${length} of them`, `${allowed}`)
  }
  const lines = types.map((type, cell) => {
    if (!RHCR_CELL_TYPES.includes(type))
      throw new ParameterError(`types[${cell}]`, type, `one of ${RHCR_CELL_TYPES.join(', ')}`)
    const station = stations === null ? [] : [stations[cell]]
    for (const name of station)
      requireText(name, `stations[${cell}]`, /[,\n\r]/, 'a name without commas, or None')
    const costs = ACTION_OF.map((action) => costOf(weights[5 * cell + action], cell, action, rows, columns))
    return [cell, type, ...station, Math.floor(cell / columns), cell % columns, ...costs].join(',')
  })
  const header = `id,type,${stations === null ? '' : 'station,'}x,y,${HEADER}`
  return `${['Grid size (x, y)', `${rows},${columns}`, header, ...lines].join('\n')}\n`
}

function costOf(weight: number, cell: number, action: number, rows: number, columns: number): string {
  const most = neighbour(cell, action, rows, columns) < 0 ? -1 : INFINITE
  if (weight === Infinity || (weight >= 0 && weight < most))
    return weight === Infinity ? 'inf' : String(weight)
  const allowed =
    most < 0 ? 'Infinity, since it leaves the grid' : `a number from 0 below ${INFINITE}, or Infinity`
  throw new ParameterError(`weights[${5 * cell + action}]`, weight, allowed)
}

/** POGEMA's map strings: `readPogemaMap`, `writePogemaMap`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import type { MapFile, StartsAndGoals } from './map-file.ts'
import { cellsOf, drawRows, obstaclesOf, requireRow, tableOf } from './symbols.ts'

const STARTS = 'abcdefghijklmnopqrstuvwxyz'
const GOALS = STARTS.toUpperCase()
const SPECIAL = '@$!'
const KNOWN = tableOf(`.#${SPECIAL}${STARTS}${GOALS}`)
const ALLOWED =
  '. (free), # (blocked), @ (possible start), $ (possible goal), ! (neither), a-z (starts) or A-Z (goals)'

/**
 * The map in a POGEMA map string: rows between blanks or line ends, all equally long.
 *
 * `#` is blocked and all else free. `a`-`z` are starts and `A`-`Z` goals of agents, in the order of their letters,
 * starts and goals each for themselves. Where one of `@` `$` `!` occurs there are pools: `@` is a possible start, `$`
 * a possible goal, `.` both and `!` neither. A string has agents or pools, not both.
 * Errors: ParameterError naming file and line.
 * Source: POGEMA 1.4.0, `GridConfig.str_map_to_list` and `map_validation`. Differs: refused are also a letter that
 * comes twice, of which POGEMA takes the last, and pools of which one is empty, which POGEMA passes over.
 */
export function readPogemaMap(file: FileContent): MapFile {
  const reader = new LineReader(file)
  const rows: string[] = []
  const seen = new Set<string>()
  while (reader.left > 0) {
    for (const row of reader.words('a row')) {
      requireRow(reader, row, rows.length === 0 ? row.length : rows[0].length, KNOWN, ALLOWED)
      requireNew(reader, row, seen)
      rows.push(row)
    }
  }
  if (rows.length === 0) reader.next('a row of the map')
  const symbols = rows.join('')
  const map = new GridMap(rows.length, rows[0].length, obstaclesOf(symbols, '#'))
  const special = [...SPECIAL].some((symbol) => seen.has(symbol))
  if ([...STARTS, ...GOALS].some((letter) => seen.has(letter))) {
    if (special) reader.fail('letters and one of @ $ !', 'either agents or pools')
    return { map, agents: agentsOf(reader, symbols) }
  }
  return special ? { map, pools: poolsOf(reader, symbols) } : { map }
}

/** Refuses a letter that has come before, and notes what a row has beside free and blocked. */
function requireNew(reader: LineReader, row: string, seen: Set<string>): void {
  for (const [symbol] of row.matchAll(/[^.#]/g)) {
    if (seen.has(symbol) && /[A-Za-z]/.test(symbol)) reader.fail(symbol, 'every letter once')
    seen.add(symbol)
  }
}

function agentsOf(reader: LineReader, symbols: string): StartsAndGoals {
  const [starts, goals] = [STARTS, GOALS].map((letters) =>
    Int32Array.from(letters, (letter) => symbols.indexOf(letter)).filter((cell) => cell >= 0),
  )
  if (starts.length !== goals.length)
    reader.fail(`${starts.length} starts and ${goals.length} goals`, 'as many of each')
  return { starts, goals }
}

function poolsOf(reader: LineReader, symbols: string): StartsAndGoals {
  const starts = cellsOf(symbols, '.@')
  const goals = cellsOf(symbols, '.$')
  if (starts.length === 0 || goals.length === 0)
    reader.fail(`${starts.length} possible starts and ${goals.length} possible goals`, 'one of each or more')
  return { starts, goals }
}

/**
 * A map, with its agents or pools, as a POGEMA map string, a row a line.
 *
 * Errors: ParameterError where the format has no way to say it: both agents and pools, more than 26 agents, a cell
 * that is the start or goal of two, pools that leave out no free cell, or that are empty.
 */
export function writePogemaMap({ map, agents, pools }: MapFile): string {
  if (agents !== undefined && pools !== undefined)
    throw new ParameterError('pools', 'agents as well', 'either agents or pools')
  const symbols: string[] = Array.from(map.obstacles, (blocked) => (blocked === 1 ? '#' : '.'))
  if (agents !== undefined) markAgents(symbols, agents)
  if (pools !== undefined) markPools(symbols, pools)
  return `${drawRows(map, (cell) => symbols[cell]).join('\n')}\n`
}

function markAgents(symbols: string[], { starts, goals }: StartsAndGoals): void {
  if (starts.length !== goals.length || starts.length < 1 || starts.length > STARTS.length)
    throw new ParameterError('agents', `${starts.length} starts, ${goals.length} goals`, '1 to 26 of each')
  const mark = (cell: number, symbol: string, path: string): void => {
    if (symbols[cell] !== '.')
      throw new ParameterError(path, cell, 'a free cell, the start or goal of no other')
    symbols[cell] = symbol
  }
  starts.forEach((cell, a) => mark(cell, STARTS[a], `agents.starts[${a}]`))
  goals.forEach((cell, a) => mark(cell, GOALS[a], `agents.goals[${a}]`))
}

function markPools(symbols: string[], { starts, goals }: StartsAndGoals): void {
  const members = [starts, goals].map((cells, which) => {
    const path = which === 0 ? 'pools.starts' : 'pools.goals'
    if (cells.length === 0) throw new ParameterError(path, 'none', 'one cell or more')
    for (const cell of cells)
      if (symbols[cell] !== '.') throw new ParameterError(path, cell, 'free cells of the map')
    return new Set(cells)
  })
  symbols.forEach((symbol, cell) => {
    if (symbol === '.')
      symbols[cell] = '!$@.'[2 * Number(members[0].has(cell)) + Number(members[1].has(cell))]
  })
  if (!symbols.some((symbol) => SPECIAL.includes(symbol)))
    throw new ParameterError('pools', 'all free cells in both', 'a cell that one of the pools leaves out')
}

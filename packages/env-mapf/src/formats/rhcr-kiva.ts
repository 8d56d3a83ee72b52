/** Warehouse maps of RHCR and its forebears, `kiva.map`: `readKivaMap`, `writeKivaMap`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import type { MapFile, StartsAndGoals } from './map-file.ts'
import { requireWhole } from './requirements.ts'
import { cellsOf, drawRows, obstaclesOf, readSymbols } from './symbols.ts'

const ALLOWED = 'one of . (free), e (endpoint), r (home), @ (shelf)'

export interface KivaMap extends MapFile {
  /** Homes (`r`), where agents start, and endpoints (`e`), where tasks are; either may be none. */
  readonly pools: StartsAndGoals
  /** Numbers of line 3 and 4: agents, and steps of a run. RHCR takes both from its command line instead. */
  readonly agentCount: number
  readonly maxTime: number
}

/**
 * The map in a kiva file: `rows,columns`; the number of endpoints; of agents; of steps; then the rows of `.` free,
 * `e` endpoint, `r` home and `@` shelf, which alone is blocked.
 *
 * Errors: ParameterError naming file and line.
 * Source: Jiaoyang-Li/RHCR (d009a3b), `KivaGrid::load_unweighted_map`, for files of Ma et al. 2017 ("Lifelong
 * multi-agent path finding for online pickup and delivery tasks"). Differs: other symbols, rows that are too long and
 * a wrong number of endpoints are refused, and homes stay in the map's order.
 */
export function readKivaMap(file: FileContent): KivaMap {
  const reader = new LineReader(file)
  const size = reader.next('`rows,columns`').split(',')
  if (size.length !== 2) reader.fail(size.join(','), '`rows,columns`')
  const [rows, columns] = size.map((word, k) => reader.whole(word.trim(), k === 0 ? 'rows' : 'columns', 1))
  const endpointCount = numberLine(reader, 'number of endpoints')
  const endpointLine = reader.line
  const agentCount = numberLine(reader, 'number of agents')
  const maxTime = numberLine(reader, 'number of steps')
  const symbols = readSymbols(reader, rows, columns, '.er@', ALLOWED)
  reader.end(`${rows} rows`)
  const pools = { starts: cellsOf(symbols, 'r'), goals: cellsOf(symbols, 'e') }
  if (pools.goals.length !== endpointCount) {
    const allowed = `number of endpoints: ${pools.goals.length}, as many as the rows have`
    throw new ParameterError(`${file.name}:${endpointLine}`, String(endpointCount), allowed)
  }
  return { map: new GridMap(rows, columns, obstaclesOf(symbols, '@')), pools, agentCount, maxTime }
}

function numberLine(reader: LineReader, what: string): number {
  const words = reader.words(what)
  if (words.length !== 1) reader.fail(words.join(' '), `${what}, alone`)
  return reader.whole(words[0], what)
}

/** The map as the text of a kiva file. Errors: ParameterError where a cell is blocked or home and endpoint. */
export function writeKivaMap({ map, pools, agentCount, maxTime }: KivaMap): string {
  const symbols: string[] = Array.from(map.obstacles, (blocked) => (blocked === 1 ? '@' : '.'))
  const mark = (cell: number, symbol: string, path: string): void => {
    if (symbols[cell] !== '.')
      throw new ParameterError(path, cell, 'free cells, each a home or an endpoint once')
    symbols[cell] = symbol
  }
  for (const cell of pools.starts) mark(cell, 'r', 'pools.starts')
  for (const cell of pools.goals) mark(cell, 'e', 'pools.goals')
  requireWhole(agentCount, 'agentCount')
  requireWhole(maxTime, 'maxTime')
  const head = [`${map.rows},${map.columns}`, pools.goals.length, agentCount, maxTime]
  return `${[...head, ...drawRows(map, (cell) => symbols[cell])].join('\n')}\n`
}

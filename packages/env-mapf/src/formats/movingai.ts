/** MovingAI `.map` files: `readMovingAiMap`, `writeMovingAiMap`. */
import type { FileContent } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import { drawRows, obstaclesOf, readSymbols } from './symbols.ts'

const FREE = '.EGS'
const BLOCKED = '@OTW'
const HEIGHT = /^[ \t]*height[ \t]/
const ALLOWED = 'one of . E G S (free), @ O T W (blocked)'

/**
 * The map in a MovingAI file: `type octile`, `height H`, `width W`, `map`, then H lines of W characters, of which
 * `.`, `G` and `S` are free and `@`, `O`, `T` and `W` blocked. The line `type` may be missing.
 *
 * Errors: ParameterError naming file and line.
 * Source: Sturtevant 2012, "Benchmarks for grid-based pathfinding", file format 1.0. Differs: swamp and water are not
 * told from ground and obstacle, as in multi-agent pathfinding (Stern et al. 2019); files without `type` are read,
 * since maps that come with Kei18's planners have none.
 */
export function readMovingAiMap(file: FileContent): GridMap {
  const reader = new LineReader(file)
  if (!HEIGHT.test(reader.peek())) {
    const type = reader.words('`type octile`')
    if (type.length !== 2 || type[0] !== 'type') reader.fail(type.join(' '), '`type octile`')
  }
  const rows = dimension(reader, 'height')
  const columns = dimension(reader, 'width')
  const word = reader.next('`map`')
  if (word.trim() !== 'map') reader.fail(word, '`map`')
  const symbols = readSymbols(reader, rows, columns, FREE + BLOCKED, ALLOWED)
  reader.end(`${rows} rows`)
  return new GridMap(rows, columns, obstaclesOf(symbols, BLOCKED))
}

function dimension(reader: LineReader, name: string): number {
  const words = reader.words(`\`${name}\` and a number`)
  if (words.length !== 2 || words[0] !== name) reader.fail(words.join(' '), `\`${name}\` and a number`)
  return reader.whole(words[1], name, 1)
}

/** The map as the text of a MovingAI file, `.` free and `@` blocked. Errors: ParameterError where it has no cells. */
export function writeMovingAiMap(map: GridMap): string {
  const rows = drawRows(map, (cell) => (map.obstacles[cell] === 1 ? '@' : '.'))
  return `${['type octile', `height ${map.rows}`, `width ${map.columns}`, 'map', ...rows].join('\n')}\n`
}

/** MovingAI `.map` files: `readMovingAiMap`. */
import type { FileContent } from '@gauntlet/core'
import { GridMap } from './grid-map.ts'
import { LineReader } from './line-reader.ts'

const FREE = '.GS'
const BLOCKED = '@OTW'

/**
 * The map in a MovingAI file: `type octile`, `height H`, `width W`, `map`, then H lines of W characters, of which
 * `.`, `G` and `S` are free and `@`, `O`, `T` and `W` blocked.
 *
 * Errors: ParameterError naming file and line.
 * Source: Sturtevant 2012, "Benchmarks for grid-based pathfinding", file format 1.0. Differs: swamp and water are not
 * told from ground and obstacle, as in multi-agent pathfinding (Stern et al. 2019).
 */
export function readMovingAiMap(file: FileContent): GridMap {
  const reader = new LineReader(file)
  const type = reader.words('`type octile`')
  if (type.length !== 2 || type[0] !== 'type') reader.fail(type.join(' '), '`type octile`')
  const rows = dimension(reader, 'height')
  const columns = dimension(reader, 'width')
  const word = reader.next('`map`')
  if (word.trim() !== 'map') reader.fail(word, '`map`')
  const lines: Uint8Array[] = []
  for (let row = 0; row < rows; row++) lines.push(readRow(reader, row, rows, columns))
  reader.end(`${rows} rows`)
  const obstacles = new Uint8Array(rows * columns)
  lines.forEach((line, row) => obstacles.set(line, row * columns))
  return new GridMap(rows, columns, obstacles)
}

function dimension(reader: LineReader, name: string): number {
  const words = reader.words(`\`${name}\` and a number`)
  if (words.length !== 2 || words[0] !== name) reader.fail(words.join(' '), `\`${name}\` and a number`)
  return reader.whole(words[1], name, 1)
}

function readRow(reader: LineReader, row: number, rows: number, columns: number): Uint8Array {
  const line = reader.next(`row ${row + 1} of ${rows}`)
  if (line.length !== columns) {
    reader.fail(line, `a row of ${columns} characters; this one has ${line.length}`)
  }
  return Uint8Array.from(line, (symbol) => {
    if (FREE.includes(symbol)) return 0
    return BLOCKED.includes(symbol) ? 1 : reader.fail(symbol, 'one of . G S (free), @ O T W (blocked)')
  })
}

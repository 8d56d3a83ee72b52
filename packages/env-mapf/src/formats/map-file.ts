/** Map files of any known format: `readMap`, `MapFile`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import { readMovingAiMap } from './movingai.ts'
import { readPogemaMap } from './pogema-map.ts'
import { readRhcrGrid, rhcrPools, undirectedMap } from './rhcr-grid.ts'
import { readKivaMap } from './rhcr-kiva.ts'

/** Cells of a map, numbered row by row. */
export interface StartsAndGoals {
  readonly starts: Int32Array
  readonly goals: Int32Array
}

/** What a map file says: the map, and where there are any, fixed agents or the cells to draw starts and goals from. */
export interface MapFile {
  readonly map: GridMap
  /** [agents] starts, and the goal of each */
  readonly agents?: StartsAndGoals
  /** Possible starts and possible goals, in ascending order. */
  readonly pools?: StartsAndGoals
}

/** How a format is known by its first lines, and read. */
interface MapFormat {
  readonly name: 'movingai' | 'pogema' | 'rhcr-kiva' | 'rhcr-grid'
  readonly looks: string
  /** By lines ahead; reads none. */
  recognises(reader: LineReader): boolean
  read(file: FileContent): MapFile
}

/** In the order in which they are tried. */
const FORMATS: readonly MapFormat[] = [
  {
    name: 'movingai',
    looks: 'MovingAI (line 1 `type octile` or `height H`)',
    recognises: (reader) => /^[ \t]*(type|height)[ \t]+[^ \t]+[ \t]*$/.test(reader.peek()),
    read: (file) => ({ map: readMovingAiMap(file) }),
  },
  {
    name: 'rhcr-grid',
    looks: 'an RHCR .grid (line 3 `id,type,…`)',
    recognises: (reader) => reader.peek(2).startsWith('id,type,'),
    read(file) {
      const grid = readRhcrGrid(file)
      return { map: undirectedMap(grid, file.name), pools: rhcrPools(grid) }
    },
  },
  {
    name: 'rhcr-kiva',
    looks: 'an RHCR kiva .map (line 1 `rows,columns`)',
    recognises: (reader) => /^[ \t]*\d+[ \t]*,[ \t]*\d+[ \t]*$/.test(reader.peek()),
    read: readKivaMap,
  },
  {
    name: 'pogema',
    looks: 'POGEMA (rows of . # @ $ ! and letters)',
    recognises(reader) {
      let ahead = 0
      while (ahead < reader.left && reader.peek(ahead).trim() === '') ahead++
      return /^[.#@$!A-Za-z \t]+$/.test(reader.peek(ahead))
    },
    read: readPogemaMap,
  },
]

/**
 * The map in a file of whatever known format, which is told by the file's content, and which the result names.
 *
 * Errors: ParameterError naming file and line; where no format is recognised, listing those that are known. An RHCR
 * .grid is refused where it is no plain grid (`undirectedMap`); `readRhcrGrid` gives its edges.
 */
export function readMap(file: FileContent): MapFile & { readonly format: MapFormat['name'] } {
  const reader = new LineReader(file)
  const format = FORMATS.find((candidate) => candidate.recognises(reader))
  if (format === undefined) {
    const known = FORMATS.map(({ looks }) => looks).join(', ')
    throw new ParameterError(`${file.name}:1`, reader.peek(), `a map: ${known}`)
  }
  return { format: format.name, ...format.read(file) }
}

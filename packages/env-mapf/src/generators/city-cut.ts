/** Windows of large maps: `cityCut`. */
import { Pcg64 } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { requireWhole } from './shape-checks.ts'

/**
 * A window of a map at a random place, in which the largest component alone stays free, the first of equals.
 *
 * A window without a free cell comes out as it is; whoever needs room asks the map's `components.capacity`.
 * Errors: ParameterError where the window is no whole number of cells or larger than the map.
 * Source: the tiles of 64 x 64 cells that the POGEMA benchmark cuts from MovingAI's city maps. Differs: those lie on a
 * lattice and keep all components.
 */
export function cityCut(map: GridMap, rows: number, columns: number, seed: number): GridMap {
  requireWhole('cityCut.rows', rows, 1, map.rows)
  requireWhole('cityCut.columns', columns, 1, map.columns)
  const generator = new Pcg64(seed)
  const top = generator.integers(map.rows - rows + 1)
  const left = generator.integers(map.columns - columns + 1)
  const obstacles = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const start = (top + row) * map.columns + left
    obstacles.set(map.obstacles.subarray(start, start + columns), row * columns)
  }
  return largestComponent(new GridMap(rows, columns, obstacles))
}

function largestComponent({ rows, columns, components }: GridMap): GridMap {
  const { labels, starts } = components
  let largest = 0
  for (let c = 1; c < starts.length - 1; c++) {
    if (starts[c + 1] - starts[c] > starts[largest + 1] - starts[largest]) largest = c
  }
  return new GridMap(
    rows,
    columns,
    Uint8Array.from(labels, (label) => (label === largest ? 0 : 1)),
  )
}

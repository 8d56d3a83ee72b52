/** Maps that say where agents may start and what may be goals: `PooledMap`. */
import type { GridMap } from './grid-map.ts'

/** A map with pools of cells for starts and goals. A cell may be in both. */
export interface PooledMap {
  readonly map: GridMap
  /** Cells in which agents may start, each once */
  readonly starts: Int32Array
  /** Cells that may be goals */
  readonly goals: Int32Array
}

/** The cells of a map that a rule picks by row and column, in row-major order. */
export function pick(map: GridMap, rule: (row: number, column: number) => boolean): Int32Array {
  const cells: number[] = []
  for (let row = 0; row < map.rows; row++) {
    for (let column = 0; column < map.columns; column++) {
      if (rule(row, column)) cells.push(row * map.columns + column)
    }
  }
  return Int32Array.from(cells)
}

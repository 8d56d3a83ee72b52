/** Maps that say where agents may start and what may be goals: `PooledMap`, `readPools`. */
import { ParameterError } from '@gauntlet/core'
import { GridMap } from './grid-map.ts'

/** A map with pools of cells for starts and goals. A cell may be in both. */
export interface PooledMap {
  readonly map: GridMap
  /** Cells in which agents may start, each once */
  readonly starts: Int32Array
  /** Cells that may be goals */
  readonly goals: Int32Array
}

/**
 * The map and the pools that POGEMA reads from lines of `#` (blocked), `@` (start), `$` (goal), `.` (either) and `!`
 * (free, but neither), pools in row-major order.
 *
 * Errors: ParameterError naming the line and what is wrong with it.
 * Source: POGEMA 1.4.0, `GridConfig.str_map_to_list`.
 */
export function readPools(lines: readonly string[]): PooledMap {
  const starts: number[] = []
  const goals: number[] = []
  lines.forEach((line, row) => {
    if (line.length !== lines[0].length) {
      const allowed = `a line of ${lines[0].length} characters, as the first; this one has ${line.length}`
      throw new ParameterError(`lines[${row}]`, line, allowed)
    }
    Array.from(line, (symbol, column) => {
      if (!'#@$.!'.includes(symbol)) throw new ParameterError(`lines[${row}]`, symbol, 'one of # @ $ . !')
      const cell = row * line.length + column
      if (symbol === '@' || symbol === '.') starts.push(cell)
      if (symbol === '$' || symbol === '.') goals.push(cell)
    })
  })
  return { map: GridMap.of(lines), starts: Int32Array.from(starts), goals: Int32Array.from(goals) }
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

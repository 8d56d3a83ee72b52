/** Sortation centres, a lattice of chutes between work stations: `sortationMap`. */
import { GridMap } from '../grid-map.ts'
import { type PooledMap, pick } from '../pooled-map.ts'
import { requireWhole } from './shape-checks.ts'

/** What a sortation centre is asked to be, in cells. */
export interface SortationShape {
  readonly rows: number
  readonly columns: number
  /** Free cells between two chutes of one cell */
  readonly corridor: number
  /** Free cells between the stations at the edges and the chutes */
  readonly margin: number
  /** Side of the blocked squares in the four corners */
  readonly pillar: number
}

/**
 * A sortation centre. Agents start at the stations, which take every other cell of the four edges; goals are the cells
 * up, down, left and right of the chutes, from where parcels are dropped.
 *
 * Everything free is one component.
 * Errors: ParameterError naming the field.
 * Source: the League of Robot Runners 2023, Problem Generator, sortation_config.yaml (corridor 1, margin 5, pillar 4).
 * Differs: the cell below a chute is a goal as well, not only where it lies above another chute.
 */
export function sortationMap(shape: SortationShape): PooledMap {
  requireShape(shape)
  const { rows, columns, corridor, margin, pillar } = shape
  const first = 1 + margin
  const chute = (row: number, column: number): boolean =>
    row >= first &&
    row < rows - first &&
    column >= first &&
    column < columns - first &&
    (row - first) % (corridor + 1) === 0 &&
    (column - first) % (corridor + 1) === 0
  const pillared = (at: number, side: number): boolean => at < pillar || at >= side - pillar
  const obstacles = new Uint8Array(rows * columns)
  const map = new GridMap(rows, columns, obstacles)
  for (const cell of pick(
    map,
    (row, column) => chute(row, column) || (pillared(row, rows) && pillared(column, columns)),
  )) {
    obstacles[cell] = 1
  }
  const starts = pick(
    map,
    (row, column) =>
      (column === 0 && hasStation(row, rows, pillar)) ||
      (row === rows - 1 && hasStation(column, columns, pillar)) ||
      (column === columns - 1 && hasStation(rows - 1 - row, rows, pillar)) ||
      (row === 0 && hasStation(columns - 1 - column, columns, pillar)),
  )
  const goals = pick(
    map,
    (row, column) =>
      !chute(row, column) &&
      (chute(row - 1, column) || chute(row + 1, column) || chute(row, column - 1) || chute(row, column + 1)),
  )
  return { map, starts, goals }
}

/** Whether there is a station `at` cells from the corner of an edge of `side` cells. */
function hasStation(at: number, side: number, pillar: number): boolean {
  return at > pillar && at < side - pillar - 1 && (at - pillar) % 2 === 1
}

/** Sides long enough for a chute and for a station, with pillars that leave both free. */
function requireShape(shape: SortationShape): void {
  const { corridor, margin, pillar } = shape
  requireWhole('sortationMap.corridor', corridor, 1)
  requireWhole('sortationMap.margin', margin, 1)
  requireWhole('sortationMap.pillar', pillar, 0, margin)
  const shortest = 2 * margin + 3
  requireWhole('sortationMap.rows', shape.rows, shortest)
  requireWhole('sortationMap.columns', shape.columns, shortest)
}

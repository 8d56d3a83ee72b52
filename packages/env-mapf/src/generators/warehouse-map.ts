/** Warehouses of shelves in rows: `warehouseMap`, `fitWarehouse`. */
import { GridMap } from '../grid-map.ts'
import { type PooledMap, pick } from '../pooled-map.ts'
import { requireWhole } from './shape-checks.ts'

/** What a warehouse is asked to be; every number is one of cells or of shelves. */
export interface WarehouseShape {
  /** Cells of a shelf from left to right and from top to bottom */
  readonly shelfWidth: number
  readonly shelfHeight: number
  /** Shelves in a row, and rows of them */
  readonly shelvesPerRow: number
  readonly shelfRows: number
  /** Free columns left and right of the shelves, two or more, in which agents start */
  readonly sideMargin: number
  /** Free rows above the first and below the last shelves */
  readonly endMargin: number
  /** Free columns between the shelves of a row, and free rows between the rows of shelves */
  readonly horizontalGap: number
  readonly verticalGap: number
}

/** pogema-toolbox's defaults, but for the numbers of shelves. */
const DEFAULTS = {
  shelfWidth: 5,
  shelfHeight: 2,
  sideMargin: 5,
  endMargin: 3,
  horizontalGap: 1,
  verticalGap: 3,
} as const

/**
 * A warehouse. Agents start in the side margins, but for the column next to the shelves, the first and the last row
 * and every third; goals are the cells above and below shelves, or, where two rows lie between shelves, those below.
 *
 * Everything free is one component. `endMargin` equals `verticalGap` in the source.
 * Errors: ParameterError naming the field.
 * Source: pogema-toolbox 0.1.1, `generate_wfi_warehouse`. Differs: one row between shelves is allowed.
 */
export function warehouseMap(shape: WarehouseShape): PooledMap {
  requireShape(shape)
  const { rows, columns } = warehouseSides(shape)
  const { shelfWidth, shelfHeight, sideMargin, endMargin, verticalGap, horizontalGap } = shape
  const shelved = (row: number, column: number): boolean => {
    const fromTop = row - endMargin
    const fromLeft = column - sideMargin
    return (
      fromTop >= 0 &&
      row < rows - endMargin &&
      fromTop % (shelfHeight + verticalGap) < shelfHeight &&
      fromLeft >= 0 &&
      column < columns - sideMargin &&
      fromLeft % (shelfWidth + horizontalGap) < shelfWidth
    )
  }
  const obstacles = new Uint8Array(rows * columns)
  const map = new GridMap(rows, columns, obstacles)
  for (const cell of pick(map, shelved)) obstacles[cell] = 1
  const starts = pick(
    map,
    (row, column) =>
      row > 0 &&
      row < rows - 1 &&
      row % 3 !== 0 &&
      (column < sideMargin - 1 || column > columns - sideMargin),
  )
  const above = verticalGap !== 2
  const goals = pick(
    map,
    (row, column) =>
      !shelved(row, column) && (shelved(row - 1, column) || (above && shelved(row + 1, column))),
  )
  return { map, starts, goals }
}

function requireShape(shape: WarehouseShape): void {
  requireWhole('warehouseMap.shelfWidth', shape.shelfWidth, 1)
  requireWhole('warehouseMap.shelfHeight', shape.shelfHeight, 1)
  requireWhole('warehouseMap.shelvesPerRow', shape.shelvesPerRow, 1)
  requireWhole('warehouseMap.shelfRows', shape.shelfRows, 1)
  requireWhole('warehouseMap.sideMargin', shape.sideMargin, 2)
  requireWhole('warehouseMap.endMargin', shape.endMargin, 1)
  requireWhole('warehouseMap.horizontalGap', shape.horizontalGap, 1)
  requireWhole('warehouseMap.verticalGap', shape.verticalGap, 1)
}

function warehouseSides(shape: WarehouseShape): { rows: number; columns: number } {
  const { shelfRows, shelvesPerRow } = shape
  return {
    rows: 2 * shape.endMargin + shelfRows * shape.shelfHeight + (shelfRows - 1) * shape.verticalGap,
    columns:
      2 * shape.sideMargin + shelvesPerRow * shape.shelfWidth + (shelvesPerRow - 1) * shape.horizontalGap,
  }
}

/**
 * The warehouse with shelves, gaps and margins as pogema-toolbox has them, and as many shelves as fit into so many
 * rows and columns; it may be up to four rows and five columns smaller.
 *
 * Errors: ParameterError where not even one fits.
 */
export function fitWarehouse(rows: number, columns: number): WarehouseShape {
  const one = warehouseSides({ ...DEFAULTS, shelvesPerRow: 1, shelfRows: 1 })
  requireWhole('fitWarehouse.rows', rows, one.rows)
  requireWhole('fitWarehouse.columns', columns, one.columns)
  const shelfRows = 1 + Math.floor((rows - one.rows) / (DEFAULTS.shelfHeight + DEFAULTS.verticalGap))
  const perRow = 1 + Math.floor((columns - one.columns) / (DEFAULTS.shelfWidth + DEFAULTS.horizontalGap))
  return { ...DEFAULTS, shelvesPerRow: perRow, shelfRows }
}

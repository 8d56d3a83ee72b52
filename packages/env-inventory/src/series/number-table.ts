/** Columns of numbers, as CSV and Parquet files hold them: `NumberTable`, `isLabelColumn`. */

/** A row for each period, a column for each store or feature. */
export interface NumberTable {
  readonly rows: number
  /** The names of the columns; empty where the file names none. */
  readonly names: readonly string[]
  /** [columns][rows], all finite */
  readonly columns: readonly Float64Array[]
}

const LABELS = /^(date|day|week|month|period|time)$/i

/** Whether a first column of this name only says which period a row is. */
export const isLabelColumn = (name: string): boolean => LABELS.test(name.trim())

/** Columns of numbers, as CSV and Parquet files hold them: `NumberTable`, and what names of columns say. */

/** A row for each period, a column for each store or feature. */
export interface NumberTable {
  readonly rows: number
  /** The names of the columns; empty where the file names none. */
  readonly names: readonly string[]
  /** [columns][rows], all finite */
  readonly columns: readonly Float64Array[]
}

/** The last three are what pandas calls an index that has no name. */
const LABELS =
  /^(|index|time|timestamp|datetime|date|ds|day|week|month|quarter|year|period|unnamed: \d+|level_\d+|__index_level_\d+__)$/i
const KEYS = /^(store|shop|location|warehouse|item|product|sku)([ _.-]?(id|nbr|nr|no|number|code))?$/i

/** Whether a column of this name only says which period a row is. */
export const isLabel = (name: string): boolean => LABELS.test(name.trim())

/** Whether a column of this name says whose demand a row is, so that a period has several rows. */
export const isKey = (name: string): boolean => KEYS.test(name.trim())

/** The columns, from the first to before the second, that are left without those of labels at either end. */
export function betweenLabels(names: readonly string[]): [from: number, to: number] {
  const from = names.findIndex((name) => !isLabel(name))
  return from < 0 ? [0, 0] : [from, names.findLastIndex((name) => !isLabel(name)) + 1]
}

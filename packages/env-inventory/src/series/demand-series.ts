/** Demand on record: `DemandSeries`, `readDemandSeries`. */
import { type FileContent, ParameterError, isFileContent } from '@gauntlet/core'
import { type NpyArray, type NumberTable, isNpy, readNpy, readNumberTable } from '@gauntlet/tables'
import { requireWhole } from '../solvers/checks.ts'
import { counted } from './counted.ts'

/** Demand of several stores over the same periods, in one or several scenarios (such as products). */
export interface DemandSeries {
  /** The file's name, for messages. */
  readonly name: string
  readonly scenarios: number
  readonly stores: number
  readonly periods: number
  /** [scenarios, stores, periods]: demand in units, finite; below 0 where goods came back. */
  readonly values: Float64Array
}

/**
 * Reads demand from a file, which its bytes tell to be NPY, Parquet or else CSV.
 *
 * NPY: [periods], [stores, periods] or [scenarios, stores, periods]. CSV and Parquet: a row for each period and a column
 * for each store; where there are several times as many columns as `stores`, scenario after scenario. Columns that label
 * the rows are left out (`readNumberTable`).
 * A file is read once, as long as its bytes live; reading is synchronous, so that `describe` can do it.
 * @param stores how many there must be; those of the file where absent
 * Errors: ParameterError naming file and place where the file is empty, damaged or ragged, or holds what is no finite
 * number, where its stores are not `stores`, or where a column of a table looks like labels that are not named so.
 * Lines, scenarios, stores and periods are counted from 1.
 */
export function readDemandSeries(file: FileContent, stores?: number): DemandSeries {
  if (!isFileContent(file)) throw new ParameterError('file', file, 'a file: its name and its bytes')
  const { bytes, name } = file
  if (bytes.length === 0) throw new ParameterError(name, 'an empty file', 'CSV, NPY or Parquet')
  if (stores !== undefined) requireWhole('stores', stores, 1)
  if (isNpy(bytes)) return seriesOfArray(file, stores)
  return seriesOfTable(name, once(tables, file, readNumberTable), stores)
}

function seriesOfArray(file: FileContent, stores: number | undefined): DemandSeries {
  const { shape, values } = once(arrays, file, readNpy)
  const { name } = file
  if (shape.length < 1 || shape.length > 3 || values.length === 0) {
    const allowed = 'a shape of [periods], [stores, periods] or [scenarios, stores, periods], none 0'
    throw new ParameterError(`${name}: shape`, shape, allowed)
  }
  const [scenarios, found, periods] = [1, 1, 1, ...shape].slice(-3)
  if (stores !== undefined && stores !== found) {
    throw new ParameterError(`${name}: shape`, shape, `${counted(stores, 'store')}, not ${found}`)
  }
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    const places = [
      `scenario ${Math.floor(bad / (periods * found)) + 1} of ${scenarios}`,
      `store ${(Math.floor(bad / periods) % found) + 1} of ${found}`,
      `period ${(bad % periods) + 1} of ${periods}`,
    ]
    const place = places.slice(-shape.length).join(', ')
    throw new ParameterError(`${name}: ${place}`, values[bad], 'a finite number')
  }
  return { name, scenarios, stores: found, periods, values }
}

function seriesOfTable(
  name: string,
  table: NumberTable,
  stores: number = table.columns.length,
): DemandSeries {
  refuseLabels(name, table)
  const { rows, columns } = table
  if (columns.length % stores !== 0) {
    const allowed = `${stores}, one for each store, or a multiple of that for several scenarios; columns of labels are named index, date or the like`
    throw new ParameterError(name, counted(columns.length, 'column'), allowed)
  }
  const values = new Float64Array(columns.length * rows)
  columns.forEach((column, c) => values.set(column, c * rows))
  return { name, scenarios: columns.length / stores, stores, periods: rows, values }
}

const KEYS = /^(store|shop|location|warehouse|item|product|sku)([ _.-]?(id|nbr|nr|no|number|code))?$/i

/** Whether a column of this name says whose demand a row is, so that a period has several rows. */
const isKey = (name: string): boolean => KEYS.test(name.trim())

/** Refuses what would make demand of numbers of periods or names of stores. */
function refuseLabels(name: string, { rows, names, columns }: NumberTable): void {
  if (columns.length < 2) return
  const key = names.find(isKey)
  if (key !== undefined) {
    const allowed = 'a row for each period and a column for each store: pivot the table first'
    throw new ParameterError(`${name}: column ${key}`, 'a store or product for each row', allowed)
  }
  for (const c of [0, columns.length - 1]) {
    const column = columns[c]
    if (rows < 3 || column.some((value, row) => value !== column[0] + row)) continue
    const place = `column ${names.length > 0 ? names[c] : c + 1}`
    const given = `${[...column.subarray(0, 3)].join(', ')}, …`
    const allowed =
      'demand; a column that numbers the periods is left out where it is named index, and demand that does go up by one is read from NPY'
    throw new ParameterError(`${name}: ${place}`, given, allowed)
  }
}

/** Files are described before they are played: what has been read is kept as long as the file's bytes. */
const arrays: WeakMap<Uint8Array, NpyArray> = new WeakMap()
const tables: WeakMap<Uint8Array, NumberTable> = new WeakMap()

function once<T>(known: WeakMap<Uint8Array, T>, file: FileContent, read: (file: FileContent) => T): T {
  const value = known.get(file.bytes) ?? read(file)
  known.set(file.bytes, value)
  return value
}

/** Demand on record: `DemandSeries`, `readDemandSeries`, `readNumberTable`. */
import { type FileContent, ParameterError, isFileContent } from '@gauntlet/core'
import { counted } from './counted.ts'
import { readCsvTable } from './csv.ts'
import { type NpyArray, isNpy, readNpy } from './npy.ts'
import type { NumberTable } from './number-table.ts'
import { isParquet, readParquetTable } from './parquet.ts'

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
 * for each store; where there are several times as many columns as `stores`, scenario after scenario.
 * A file is read once, as long as its bytes live; reading is synchronous, so that `describe` can do it.
 * @param stores how many there must be; those of the file where absent
 * Errors: ParameterError naming file and place where the file is empty, damaged or ragged, or holds what is no finite
 * number, or where its stores are not `stores`.
 */
export function readDemandSeries(file: FileContent, stores?: number): DemandSeries {
  const { bytes, name } = requireFile(file)
  return isNpy(bytes) ? seriesOfArray(file, stores) : seriesOfTable(name, readNumberTable(file), stores)
}

/** Reads columns of numbers, with their names, from a CSV or Parquet file. Errors: as `readDemandSeries`. */
export function readNumberTable(file: FileContent): NumberTable {
  const { bytes } = requireFile(file)
  return once(tables, file, isParquet(bytes) ? readParquetTable : readCsvTable)
}

function requireFile(file: FileContent): FileContent {
  if (!isFileContent(file)) throw new ParameterError('file', file, 'a file: its name and its bytes')
  if (file.bytes.length === 0) throw new ParameterError(file.name, 'an empty file', 'CSV, NPY or Parquet')
  return file
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
    const store = Math.floor(bad / periods) % found
    const place = `scenario ${Math.floor(bad / (periods * found))}, store ${store}, period ${bad % periods}`
    throw new ParameterError(`${name}: ${place}`, values[bad], 'a finite number')
  }
  return { name, scenarios, stores: found, periods, values }
}

function seriesOfTable(
  name: string,
  { rows, columns }: NumberTable,
  stores: number = columns.length,
): DemandSeries {
  if (columns.length % stores !== 0) {
    const allowed = `${stores}, one for each store, or a multiple of that`
    throw new ParameterError(name, counted(columns.length, 'column'), allowed)
  }
  const values = new Float64Array(columns.length * rows)
  columns.forEach((column, c) => values.set(column, c * rows))
  return { name, scenarios: columns.length / stores, stores, periods: rows, values }
}

/** Files are described before they are played: what has been read is kept as long as the file's bytes. */
const arrays: WeakMap<Uint8Array, NpyArray> = new WeakMap()
const tables: WeakMap<Uint8Array, NumberTable> = new WeakMap()

function once<T>(known: WeakMap<Uint8Array, T>, file: FileContent, read: (file: FileContent) => T): T {
  const value = known.get(file.bytes) ?? read(file)
  known.set(file.bytes, value)
  return value
}

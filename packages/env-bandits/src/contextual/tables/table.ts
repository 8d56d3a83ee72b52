/** Tables that users bring: `Table`, `readTable`, `isNumeric`. */
import type { FileContent } from '@gauntlet/core'
import { readCsvTable } from './csv.ts'
import { isParquet, readParquetTable } from './parquet.ts'

export interface TableColumn {
  readonly name: string
  /** [rows]: numbers, or text; of a CSV file all are text */
  readonly values: readonly (number | string)[]
}

export interface Table {
  readonly rows: number
  readonly columns: readonly TableColumn[]
  /** Where a row stands in the file, for messages: `line 3`, `row 2`. */
  place(row: number): string
}

/** A Parquet file where the bytes start as one, else CSV. Errors: as those of `readCsvTable` and `readParquetTable`. */
export function readTable(file: FileContent): Table {
  return isParquet(file.bytes) ? readParquetTable(file) : readCsvTable(file)
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Whether a value is a finite number, or text that stands for one. */
export function isNumeric(value: number | string): boolean {
  return typeof value === 'number'
    ? Number.isFinite(value)
    : NUMBER.test(value) && Number.isFinite(Number(value))
}

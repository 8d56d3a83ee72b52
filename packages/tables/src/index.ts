export { parseJson, parseJsonLines, type JsonLine } from './json.ts'
export {
  type NpyArray,
  type NpyValues,
  type TypedNpyArray,
  isNpy,
  readNpy,
  readTypedNpy,
  writeNpy,
} from './npy.ts'
export { type NpzFile, readNpz, writeNpz } from './npz.ts'
export { type NumberTable, readNumberTable, writeCsvTable } from './number-table.ts'
export { isParquet } from './parquet.ts'
export { type Table, type TableColumn, readTable } from './table.ts'
export { isNumeric } from './values.ts'
export { textOf } from './text.ts'

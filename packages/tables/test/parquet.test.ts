/** Parquet files as pyarrow 26 writes them, read as numbers; `table.test.ts` reads text. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumberTable } from '../src/number-table.ts'
import { goldenFiles } from './files.ts'

const files = goldenFiles('parquet')
const ROWS = 24
const whole = Float64Array.from({ length: ROWS }, (_, i) => (7 * i) % 11)
const eighths = Float64Array.from({ length: ROWS }, (_, i) => i / 8 - 1)

// 64-bit integers and doubles beneath a column of dates; in row groups of ten with pages of version 2.
test.each(['snappy', 'plain', 'groups'])('%s', (name) => {
  expect(readNumberTable(files.get(name)!)).toEqual({
    rows: ROWS,
    names: ['a', 'b'],
    columns: [whole, eighths],
  })
})

// pandas writes numbers of rows or dates behind the columns.
test.each(['pandas index', 'pandas dates'])('%s', (name) => {
  const { names, columns } = readNumberTable(files.get(name)!)
  expect({ names, columns }).toEqual({ names: ['a', 'b'], columns: [whole, eighths] })
})

test('32-bit numbers and booleans', () => {
  const truths = whole.map((_, i) => (i % 2 === 0 ? 1 : 0))
  expect(readNumberTable(files.get('narrow')!)).toEqual({
    rows: ROWS,
    names: ['x', 'y', 'z'],
    columns: [whole, eighths, truths],
  })
})

test('columns that are never null', () => {
  const columns = [Float64Array.of(1, 5, 5), Float64Array.of(1, 0, 1)]
  expect(readNumberTable(files.get('required')!)).toEqual({ rows: 3, names: ['a', 'b'], columns })
})

test.each([
  ['null', /^null\.parquet: column a, row 3: got null, expected a finite number/],
  ['nan', /^nan\.parquet: column b, row 2: got NaN, expected a finite number/],
  ['text', /^text\.parquet: column shop: got "(STRING|UTF8|BYTE_ARRAY)", expected numbers/],
  ['dates', /^dates\.parquet: column b: got "DATE", expected numbers/],
  ['moments', /^moments\.parquet: column b: got "TIMESTAMP", expected numbers/],
  ['decimal', /^decimal\.parquet: column a: got "DECIMAL", expected numbers/],
  ['unsigned', /^unsigned\.parquet: column a: got .*, expected numbers/],
  ['nested', /^nested\.parquet: column a: got .*, expected numbers/],
  ['empty', /^empty\.parquet: rows: got 0, expected 1 to 16777216/],
  ['gzip', /^gzip\.parquet: column a: compression: got "GZIP", expected SNAPPY or UNCOMPRESSED$/],
])('%s is refused by name', (name, message) => {
  expect(() => readNumberTable(files.get(name)!)).toThrow(message)
})

// Lengths below 0, of what snappy copies and of a group of columns, on which decoders went on for ever; a name that is none.
test.each([
  [287, 252],
  [1173, 36],
  [1154, 50],
])('a file damaged in byte %d is read as numbers or refused by name', (at, byte) => {
  const bytes = files.get('groups')!.bytes.slice()
  bytes[at] = byte
  expectNumbersOrRefusal(bytes)
})

test('two columns of one name are refused', () => {
  const bytes = files.get('plain')!.bytes.slice()
  const names = [...bytes.keys()].filter((at) => bytes[at] === 0x62 && bytes[at - 1] === 1)
  for (const at of names) bytes[at] = 0x61
  expect(() => readNumberTable({ name: 'twice', bytes })).toThrow(
    'twice: column a: got "another column of this name", expected names that differ',
  )
})

test('a footer of numbers without end is refused at once', () => {
  const length = 400_000
  const bytes = new Uint8Array(4 + length + 8).fill(255)
  bytes.set([0x50, 0x41, 0x52, 0x31, 0x16])
  bytes.set([0x50, 0x41, 0x52, 0x31], length + 8)
  new DataView(bytes.buffer).setUint32(length + 4, length, true)
  expect(() => readNumberTable({ name: 'long', bytes })).toThrow('a number of 4097 bytes')
})

test('a mangled file is read as numbers or refused by name', () => {
  const { bytes } = files.get('groups')!
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(9), (at, byte, cut) => {
      const mangled = cut === 0 ? bytes.slice(0, at) : bytes.slice()
      mangled[at] = byte
      expectNumbersOrRefusal(mangled)
    }),
    { numRuns: 3000 },
  )
})

function expectNumbersOrRefusal(bytes: Uint8Array): void {
  try {
    const { rows, columns } = readNumberTable({ name: 'mangled', bytes })
    expect(columns.every((column) => column.length === rows && column.every(Number.isFinite))).toBe(true)
  } catch (error) {
    expect(error).toBeInstanceOf(ParameterError)
    expect((error as Error).message).toMatch(/^mangled: /)
  }
}

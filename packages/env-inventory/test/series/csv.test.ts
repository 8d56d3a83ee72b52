/** Comma-separated values. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv, readCsvTable, writeCsvTable } from '../../src/series/csv.ts'
import type { NumberTable } from '../../src/series/number-table.ts'
import { textFile } from './files.ts'

const read = (text: string) => {
  const { names, columns } = readCsvTable(textFile(text))
  return { names, columns: columns.map((column) => [...column]) }
}

test.each([
  [
    'without a header',
    '1,2\n3,4\n',
    [],
    [
      [1, 3],
      [2, 4],
    ],
  ],
  [
    'with names',
    'north,south\r\n1,-2.5e1\r\n.5,4.',
    ['north', 'south'],
    [
      [1, 0.5],
      [-25, 4],
    ],
  ],
  [
    'with dates',
    'date,1,2\n2013-01-01,5,6\n2013-01-08,7,8',
    ['1', '2'],
    [
      [5, 7],
      [6, 8],
    ],
  ],
  [
    'with quotes, a mark and blank lines at the end',
    '\ufeff"a, ""b""","c\nd"\n"1", 2 \n\n  \n',
    ['a, "b"', 'c\nd'],
    [[1], [2]],
  ],
  ['with old line ends', '1\r2\r3', [], [[1, 2, 3]]],
  ['with names beyond ASCII', 'Zürich,100%\n1,2', ['Zürich', '100%'], [[1], [2]]],
])('%s', (_, text, names, columns) => {
  expect(read(text)).toEqual({ names, columns })
})

test.each([
  ['1,2\n3,x\n', 'sales.csv: line 2, column 2: got "x", expected a finite number'],
  ['1,2\n3,\n', 'sales.csv: line 2, column 2: got "", expected a finite number'],
  ['1,2\nnan,3\n', 'sales.csv: line 2, column 1: got "nan", expected a finite number'],
  ['1,2\n3,1e999\n', 'sales.csv: line 2, column 2: got "1e999", expected a finite number'],
  ['1,2\n0x10,3\n', 'sales.csv: line 2, column 1: got "0x10", expected a finite number'],
  ['1,2\n3\n', 'sales.csv: line 2: got "1 field", expected 2, as in line 1'],
  ['1,2\n3,4,5\n', 'sales.csv: line 2: got "3 fields", expected 2, as in line 1'],
  ['1,2\n\n3,4\n', 'sales.csv: line 2: got "1 field", expected 2, as in line 1'],
  ['a,2\n3,4\n', 'sales.csv: line 1, column 1: got "a", expected a finite number'],
  ['"a\nb"\n1\nx\n', 'sales.csv: line 4, column 1: got "x", expected a finite number'],
  [
    'a;b;c\n10;5;0\n',
    'sales.csv: line 2, column 1: got "10;5;0", expected a finite number; commas separate fields, not semicolons or tabs',
  ],
  ['a,b\n', 'sales.csv: line 1, column 1: got "nothing below the names of the columns", expected numbers'],
  ['date\n2013-01-01\n', 'sales.csv: line 1, column 1: got "no column but labels", expected numbers'],
  ['', 'sales.csv: got "an empty file", expected at least one row of numbers'],
  ['\n\n', 'sales.csv: got "an empty file", expected at least one row of numbers'],
])('%j is refused by line and column', (text, message) => {
  expect(() => readCsvTable(textFile(text))).toThrow(ParameterError)
  expect(() => readCsvTable(textFile(text))).toThrow(expect.objectContaining({ message }))
})

test.each(['1,"2\n3', '1,2"\n', '"1"2,3'])('%j: a quote out of place', (text) => {
  expect(() => parseCsv(textFile(text))).toThrow(/line 1, column [12]: .* quotes only around it/)
})

test('bytes that are no UTF-8 are refused', () => {
  expect(() => readCsvTable({ name: 'x', bytes: Uint8Array.of(49, 255, 10) })).toThrow(
    /^x: got "bytes that are no UTF-8"/,
  )
})

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const tables: fc.Arbitrary<NumberTable> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
  .chain(([rows, width, named]) =>
    fc.record({
      rows: fc.constant(rows),
      names: named
        ? fc.array(
            fc.string().map((text) => `n${text.trim()}`),
            { minLength: width, maxLength: width },
          )
        : fc.constant([]),
      columns: fc.array(
        fc.array(number, { minLength: rows, maxLength: rows }).map((values) => Float64Array.from(values)),
        { minLength: width, maxLength: width },
      ),
    }),
  )

test('what is written is read', () => {
  fc.assert(
    fc.property(tables, (table) => {
      expect(readCsvTable(textFile(writeCsvTable(table)))).toEqual(table)
    }),
  )
})

test('a mangled file is read as numbers or refused by name', () => {
  const bytes = [...textFile('a,b\n1,2\n"3",4e1\n5,-6\n').bytes]
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(2), fc.uint8Array({ maxLength: 3 }), (at, gone, put) => {
      const mangled = Uint8Array.from(bytes.toSpliced(at, gone, ...put))
      try {
        const { rows, columns } = readCsvTable({ name: 'mangled', bytes: mangled })
        expect(columns.every((column) => column.length === rows && column.every(Number.isFinite))).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(ParameterError)
        expect((error as Error).message).toMatch(/^mangled: /)
      }
    }),
    { numRuns: 2000 },
  )
})

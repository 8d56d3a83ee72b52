/** Comma-separated values, read as numbers. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv } from '../src/csv.ts'
import { isLabel } from '../src/labels.ts'
import { type NumberTable, readNumberTable, writeCsvTable } from '../src/number-table.ts'
import { textFile } from './files.ts'

const read = (text: string) => {
  const { names, columns } = readNumberTable(textFile(text))
  return { names, columns: columns.map((column) => [...column]) }
}

const columnsOf = (a: number, b: number, c: number, d: number) => [
  [a, b],
  [c, d],
]

test.each([
  [
    'without a header',
    '2,1\n3,4\n',
    [],
    [
      [2, 3],
      [1, 4],
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
  ['with the index of pandas', ',sales\n0,5\n1,7\n2,9', ['sales'], [[5, 7, 9]]],
  ['with an index in quotes, as R writes it', '"","a"\n"1",5\n"2",7', ['a'], [[5, 7]]],
  ['with an index and dates', ',Date, a \n0,2013-01-01,5\n1,2013-01-08,7', ['a'], [[5, 7]]],
  ['with years and weeks', 'year,week,a\n2013,52,5\n2014,1,7', ['a'], [[5, 7]]],
  ['with dates behind', 'a,year,b,date\n1,2,3,2013-01-01', ['a', 'year', 'b'], [[1], [2], [3]]],
  ['with stores by number, above an index', ',44,45\n0,5,6\n1,7,8', ['44', '45'], columnsOf(5, 7, 6, 8)],
  ['with stores by number, in quotes', '"44","7"\n5,6\n7,8', ['44', '7'], columnsOf(5, 7, 6, 8)],
  ['with quotes in all lines', '"5","3"\n"4","7"', [], columnsOf(5, 4, 3, 7)],
  ['with a point in numbers that ascend', '1.0,2\n3,4', [], columnsOf(1, 3, 2, 4)],
  ['with equal numbers', '1,1\n3,4', [], columnsOf(1, 3, 1, 4)],
  ['with old line ends', '1\r2\r3', [], [[1, 2, 3]]],
  ['with names beyond ASCII', 'Zürich,100%\n1,2', ['Zürich', '100%'], [[1], [2]]],
])('%s', (_, text, names, columns) => {
  expect(read(text)).toEqual({ names, columns })
})

test.each([
  ['2,1\n3,x\n', 'sales.csv: line 2, column 2: got "x", expected a finite number'],
  ['2,1\n3,\n', 'sales.csv: line 2, column 2: got "", expected a finite number'],
  ['2,1\nnan,3\n', 'sales.csv: line 2, column 1: got "nan", expected a finite number'],
  ['2,1\n3,1e999\n', 'sales.csv: line 2, column 2: got "1e999", expected a finite number'],
  ['2,1\n0x10,3\n', 'sales.csv: line 2, column 1: got "0x10", expected a finite number'],
  ['2,1\n3\n', 'sales.csv: line 2: fields: got 1, expected 2, as in line 1'],
  ['2,1\n3,4,5\n', 'sales.csv: line 2: fields: got 3, expected 2, as in line 1'],
  ['2,1\n\n3,4\n', 'sales.csv: line 2: fields: got 1, expected 2, as in line 1'],
  [
    'a,2\n3,4\n',
    'sales.csv: line 1, column 1: got "a", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  ...['1,2,3\n10,20,30\n11,21,31', '"1","2","3"\n"10","20","30"', ' 1, 2,3\n'].map((text) => [
    text,
    `sales.csv: line 1: got "${text.split('\n')[0].replaceAll('"', '')}", expected names in quotes or with letters; or where this is demand, a line of names above it`,
  ]),
  [
    '"1,000",5\n3,4\n',
    'sales.csv: line 1, column 1: got "1,000", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  ['index\n5\n', 'sales.csv: line 1, column 1: got "no column but labels", expected numbers'],
  [
    '\n5\n7',
    'sales.csv: line 1, column 1: got "", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  [
    ',5\n3,4\n6,7',
    'sales.csv: line 1, column 1: got "", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  [
    'NaN\n3\n4',
    'sales.csv: line 1, column 1: got "NaN", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  [
    'NA,NA\n3,4',
    'sales.csv: line 1, column 1: got "NA", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
  [
    'inf,-inf\n3,4',
    'sales.csv: line 1, column 1: got "inf", expected a finite number; names stand all in quotes, or without a number beside them',
  ],
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
  expect(() => readNumberTable(textFile(text))).toThrow(ParameterError)
  expect(() => readNumberTable(textFile(text))).toThrow(expect.objectContaining({ message }))
})

test.each(['1,"2\n3', '1,2"\n', '"1"2,3'])('%j: a quote out of place', (text) => {
  expect(() => parseCsv(textFile(text))).toThrow(/line 1, column [12]: .* quotes only around it/)
})

test('fields between quotes may be long', () => {
  const name = 'x'.repeat(20_000_000)
  expect(parseCsv(textFile(`"${name}",b\n`))[0].fields[0].length).toBe(name.length)
  expect(() => parseCsv(textFile(`"${name}\n`))).toThrow('line 1, column 1')
})

test('bytes that are no UTF-8 are refused', () => {
  expect(() => readNumberTable({ name: 'x', bytes: Uint8Array.of(49, 255, 10) })).toThrow(
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
            fc.oneof(
              fc.string().map((text) => `n${text.trim()}`),
              fc.nat().map(String),
              fc.constantFrom('t', 'id', 'row', 'NaN', 'week', ''),
            ),
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
      const label = [table.names.at(0), table.names.at(-1)].find(
        (name) => name !== undefined && isLabel(name),
      )
      if (label === undefined) expect(readNumberTable(textFile(writeCsvTable(table)))).toEqual(table)
      else expect(() => writeCsvTable(table)).toThrow(`names: got ${JSON.stringify(label)}`)
    }),
  )
})

test('numbers that ascend are written so that they are not taken for names', () => {
  const columns = [Float64Array.of(1, 3), Float64Array.of(2, 4)]
  const text = writeCsvTable({ rows: 2, names: [], columns })
  expect(text).toBe('1.0,2.0\n3,4\n')
  expect(readNumberTable(textFile(text)).columns).toEqual(columns)
})

test('a mangled file is read as numbers or refused by name', () => {
  const bytes = [...textFile('a,b\n1,2\n"3",4e1\n5,-6\n').bytes]
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(2), fc.uint8Array({ maxLength: 3 }), (at, gone, put) => {
      const mangled = Uint8Array.from(bytes.toSpliced(at, gone, ...put))
      try {
        const { rows, columns } = readNumberTable({ name: 'mangled', bytes: mangled })
        expect(columns.every((column) => column.length === rows && column.every(Number.isFinite))).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(ParameterError)
        expect((error as Error).message).toMatch(/^mangled: /)
      }
    }),
    { numRuns: 2000 },
  )
})

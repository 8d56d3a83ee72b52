/** Tables of numbers and text. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Table, readTable } from '../src/table.ts'
import { isNumeric } from '../src/values.ts'
import { goldenFiles, textFile } from './files.ts'

const files = goldenFiles('parquet')

const columnsOf = ({ columns }: Table) => columns.map(({ name, values }) => [name, ...values])

test.each([
  ['size,kind\n10, dog \n30,"the, cat"\n\n', ['size', '10', '30'], ['kind', 'dog', 'the, cat']],
  ['\ufeffsize\r\n1', ['size', '1']],
  ['"0","1"\n5,a\n6,b', ['0', '5', '6'], ['1', 'a', 'b']],
  ['index,0\n5,6', ['index', '5'], ['0', '6']],
  ['year,kind\n2013,a\n2014,b', ['year', '2013', '2014'], ['kind', 'a', 'b']],
  ['x,Unnamed: 1\n5,a', ['x', '5'], ['Unnamed: 1', 'a']],
  ['x\nnone\n-\nfew', ['x', 'none', '-', 'few']],
])('%j is read', (text, ...columns) => {
  expect(columnsOf(readTable(textFile(text)))).toEqual(columns)
})

test.each([',size,kind\n0,5,a\n1,6,b', 'Unnamed: 0,size,kind\n0,5,a\n1,6,b'])(
  '%j: numbers of rows are left out',
  (text) => {
    expect(columnsOf(readTable(textFile(text)))).toEqual([
      ['size', '5', '6'],
      ['kind', 'a', 'b'],
    ])
  },
)

test.each([
  ['', 'got "no rows", expected a line of names and at least one row'],
  ['x,kind\n', 'got "no rows"'],
  ['x,kind\n1,a\n2\n', 'line 3: fields: got 1, expected 2, as in line 1'],
  ['x,kind\n1,a\n,b\n', 'line 3, column 1: got "", expected a value'],
  ['1,2\n1,a\n2,b\n', 'line 1, column 1: got "1", expected the name of the column; where one is a number'],
  ['x,NaN\n1,a\n2,b\n', 'line 1, column 2: got "NaN", expected the name of the column'],
  ['x,\n1,a\n2,b\n', 'line 1, column 2: got "", expected the name of the column'],
  [',x\n5,a\n2,b\n', 'line 1, column 1: got "", expected the name of the column'],
  ['Unnamed: 0\n1\n', 'line 1, column 1: got "Unnamed: 0", expected a column beside those'],
  ['x,x\n1,a\n2,b\n', 'line 1, column 2: got "x", expected a name of its own'],
  ['x,kind\n1,a\n2,b"\n', 'line 3, column 2: got "b\\"'],
  ['x,y\n1,5\n2,NA\n', 'line 3, column 2: got "NA", expected a finite number, as the column has'],
])('%j is refused by line and column', (text, message) => {
  expect(() => readTable(textFile(text))).toThrow(ParameterError)
  expect(() => readTable(textFile(text))).toThrow(`sales.csv: ${message}`)
})

test('rows have places', () => {
  expect(readTable(textFile('a\n"x\ny"\nz\n')).place(1)).toBe('line 4')
  expect(readTable(files.get('text')!).place(1)).toBe('row 2')
})

test('Parquet with text, and without the index of pandas', () => {
  expect(columnsOf(readTable(files.get('text')!))).toEqual([
    ['a', 1, 2],
    ['shop', 'x', 'y'],
  ])
  const indexed = readTable(files.get('pandas index')!)
  expect(indexed.columns.map(({ name }) => name)).toEqual(['a', 'b'])
})

test.each([
  ['null', 'null.parquet: column a, row 3: got null, expected a finite number'],
  ['snappy', 'snappy.parquet: column date: got "DATE", expected text, booleans, integers'],
])('%s is refused by column', (name, message) => {
  expect(() => readTable(files.get(name)!)).toThrow(message)
})

test('Parquet with bytes that are no text is refused by column', () => {
  const bytes = files.get('text')!.bytes.slice()
  // The texts, each after its length in four bytes.
  const text = bytes.findIndex((byte, at) => byte === 1 && bytes[at + 4] === 'x'.charCodeAt(0))
  bytes[text + 4] = 255
  expect(() => readTable({ name: 'mine', bytes })).toThrow(
    'mine: column shop: got "RangeError: bytes that are no UTF-8", expected a whole Parquet file',
  )
})

test('a mangled file is read or refused by name', () => {
  const { bytes } = files.get('text')!
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(9), (at, byte, cut) => {
      const mangled = cut === 0 ? bytes.slice(0, at) : bytes.slice()
      mangled[at] = byte
      try {
        const { rows, columns } = readTable({ name: 'mangled', bytes: mangled })
        expect(columns.every(({ values }) => values.length === rows)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(ParameterError)
        expect((error as Error).message).toMatch(/^mangled: /)
      }
    }),
    { numRuns: 2000 },
  )
})

test('what stands for a number', () => {
  expect(['1', ' -2.5e1 ', '.5', '4.', 7].every(isNumeric)).toBe(true)
  expect(['', '0x10', 'NaN', '1e999', '1,000', NaN, Infinity].some(isNumeric)).toBe(false)
})

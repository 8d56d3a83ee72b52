/** Demand from files of every format. */
import { writeNpy } from '@gauntlet/tables'
import { expect, test } from 'vitest'
import { readDemandSeries } from '../../src/series/demand-series.ts'
import { parquetFile, textFile } from './files.ts'

const counting = Float64Array.from({ length: 12 }, (_, i) => i)

test.each([[[]], [[1, 1, 1, 1]], [[2, 0]]])('arrays of shape %j are refused', (shape) => {
  const values = counting.subarray(
    0,
    shape.reduce((product, length) => product * length, 1),
  )
  expect(() => readDemandSeries({ name: 'x.npy', bytes: writeNpy({ shape, values }) })).toThrow(
    `x.npy: shape: got ${JSON.stringify(shape)}, expected a shape of [periods], `,
  )
})

test('shapes: periods; stores and periods; scenarios, stores and periods', () => {
  const sizes = ([...shape]: number[]) => {
    const { scenarios, stores, periods } = readDemandSeries({
      name: 'x.npy',
      bytes: writeNpy({ shape, values: counting }),
    })
    return [scenarios, stores, periods]
  }
  expect([[12], [3, 4], [2, 2, 3]].map(sizes)).toEqual([
    [1, 1, 12],
    [1, 3, 4],
    [2, 2, 3],
  ])
})

test('stores that are not as many as asked for, and numbers that are not finite, are refused', () => {
  const values = counting.slice()
  values[8] = NaN
  const file = { name: 'x.npy', bytes: writeNpy({ shape: [2, 2, 3], values }) }
  expect(() => readDemandSeries(file, 1)).toThrow(/expected 1 store, not 2/)
  expect(() => readDemandSeries(file, 3)).toThrow(/^x\.npy: shape: got \[2,2,3\], expected 3 stores, not 2/)
  expect(() => readDemandSeries(file, 2)).toThrow(
    /^x\.npy: scenario 2 of 2, store 1 of 2, period 3 of 3: got NaN/,
  )
  const flat = { name: 'x.npy', bytes: writeNpy({ shape: [3, 4], values }) }
  expect(() => readDemandSeries(flat)).toThrow(/^x\.npy: store 3 of 3, period 1 of 4: got NaN/)
})

test('columns are stores, or stores of one scenario after the other', () => {
  const file = parquetFile('pandas index')
  const { values, ...sizes } = readDemandSeries(file)
  expect(sizes).toEqual({ name: file.name, scenarios: 1, stores: 2, periods: 24 })
  expect(readDemandSeries(file, 1)).toEqual({ ...sizes, scenarios: 2, stores: 1, values })
  expect([...values.subarray(22, 27)]).toEqual([(7 * 22) % 11, (7 * 23) % 11, -1, -0.875, -0.75])
  expect(() => readDemandSeries(file, 3)).toThrow(/^pandas index\.parquet: got "2 columns", expected 3/)
})

test('a file is read once, and is one', () => {
  const file = textFile('a,b\n3,4\n')
  const first = readDemandSeries(file)
  expect(() => readDemandSeries(textFile('', 'none.csv'))).toThrow(/^none\.csv: got "an empty file"/)
  expect(() => readDemandSeries(null as never)).toThrow(/^file: got null, expected a file/)
  file.bytes.fill(0)
  expect(readDemandSeries(file)).toEqual(first)
})

/** NumPy's array files, as NumPy 2 writes them (golden) and as we do. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDemandSeries } from '../../src/series/demand-series.ts'
import { readNpy, writeNpy } from '../../src/series/npy.ts'
import { goldenFiles } from './files.ts'

const files = goldenFiles('npy')
const counting = Float64Array.from({ length: 12 }, (_, i) => i)

test.each([...files.keys()].filter((name) => / [CF1-3]$/.test(name)))('%s', (name) => {
  const values = name.includes('b1') ? counting.map((value) => value % 2) : counting
  expect(readNpy(files.get(name)!)).toEqual({ shape: [2, 2, 3], values })
})

test.each([
  ['complex', /^complex\.npy: dtype: got "<c16", expected bool, /],
  [
    'half',
    /^half\.npy: dtype: got "<f2", expected bool, int8 to int64, uint8 to uint64, float32 or float64, of either byte order$/,
  ],
  ['text', /^text\.npy: dtype: got "<U1"/],
  ['record', /^record\.npy: header: /],
  ['scalar', /^scalar\.npy: shape: got \[\]/],
  ['four', /^four\.npy: shape: got \[1,1,1,1\]/],
  ['none', /^none\.npy: shape: got \[2,0\]/],
])('%s arrays are refused', (name, message) => {
  expect(() => readDemandSeries(files.get(name)!)).toThrow(message)
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

test('what is written is read', () => {
  const arrays = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return fc
      .array(fc.double(), { minLength: length, maxLength: length })
      .map((values) => ({ shape, values: Float64Array.from(values) }))
  })
  fc.assert(
    fc.property(arrays, (array) => {
      const bytes = writeNpy(array)
      expect((bytes.length - 8 * array.values.length) % 64).toBe(0)
      expect(readNpy({ name: 'x', bytes })).toEqual(array)
    }),
  )
})

test('a mangled file is read or refused by name', () => {
  const { bytes } = files.get('>f8 F')!
  fc.assert(
    fc.property(fc.nat(140), fc.nat(255), fc.nat(3), (at, byte, cut) => {
      const mangled = bytes.slice(0, bytes.length - (cut === 3 ? at : 0))
      mangled[at] = byte
      try {
        readDemandSeries({ name: 'mangled', bytes: mangled })
      } catch (error) {
        expect(error).toBeInstanceOf(ParameterError)
        expect((error as Error).message).toMatch(/^mangled: /)
      }
    }),
    { numRuns: 2000 },
  )
})

/** NumPy's array files, as NumPy 2 writes them (golden) and as we do. */
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNpy, writeNpy } from '../src/npy.ts'
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
])('%s arrays are refused', (name, message) => {
  expect(() => readNpy(files.get(name)!)).toThrow(message)
})

test('a number alone and arrays without numbers have their shapes', () => {
  expect(['scalar', 'four', 'none'].map((name) => readNpy(files.get(name)!).shape)).toEqual([
    [],
    [1, 1, 1, 1],
    [2, 0],
  ])
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
        readNpy({ name: 'mangled', bytes: mangled })
      } catch (error) {
        expect(error).toBeInstanceOf(ParameterError)
        expect((error as Error).message).toMatch(/^mangled: /)
      }
    }),
    { numRuns: 2000 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DataNames } from '../src/data-names.ts'

test('names are those of what they name', () => {
  const names = new DataNames()
  expect(names.of('setting', 'mapf/lifelong:random-32')).toBe('setting/mapf-lifelong-random-32')
  expect(names.of('setting', 'mapf/lifelong:random:32')).toBe('setting/mapf-lifelong-random-32-2')
  expect(names.of('setting', 'mapf/lifelong:random-32')).toBe('setting/mapf-lifelong-random-32')
  expect(names.of('setting', '…')).toBe('setting/unnamed')
})

test('whatever a name holds, its file is its own and stays in its folder', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('../../etc/passwd', 'a/../b', '<script>', 'CON', '.', '__proto__', 'a-2', 'a', 'A'),
  )
  fc.assert(
    fc.property(fc.uniqueArray(hostile), (given) => {
      const names = new DataNames()
      const files = given.map((name) => names.of('table', name))
      expect(new Set(files).size).toBe(given.length)
      expect(files.filter((file) => !/^table\/[a-z0-9]+(-[a-z0-9]+)*$/.test(file))).toEqual([])
      expect(given.map((name) => names.of('table', name))).toEqual(files)
    }),
  )
})

import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMovingAiMap } from '../src/formats/movingai.ts'
import { readScenarioFile } from '../src/formats/scenario-file.ts'
import { fileOf, movingAiOf, scenarioOf } from './support/golden.ts'

const MAP = new TextDecoder().decode(movingAiOf(['..#', '...', '#..']).bytes)
const SCENARIO = new TextDecoder().decode(
  scenarioOf(['..#', '...'], [[0, 0], [0, 1]], [[[1, 1], [1, 2]], [[1, 0]]]).bytes, // prettier-ignore
)

/** A text with a stretch of it cut out and something else put in its place. */
function mangled(text: string): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(
    '',
    ' ',
    '\n',
    '#',
    '.',
    '-1',
    '0',
    '3',
    '999999999999',
    'map',
    '\t',
    '\r\n',
    '\r',
    '\0',
    '\ufeff',
  )
  return fc
    .tuple(fc.nat(text.length), fc.nat(6), fc.oneof(pieces, fc.string({ maxLength: 4 })))
    .map(([from, count, piece]) => text.slice(0, from) + piece + text.slice(from + count))
}

/** Either it reads, or it refuses with the file's name and a line of it. */
function expectReadsOrRefuses(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(ParameterError)
    expect((error as ParameterError).path).toMatch(/^test:[1-9]\d*$/)
  }
}

test('a mangled map is read, or refused by line', () => {
  fc.assert(
    fc.property(mangled(MAP), (text) => expectReadsOrRefuses(() => readMovingAiMap(fileOf('test', text)))),
    { numRuns: 1000 },
  )
})

test('a mangled instance file is read, or refused by line', () => {
  fc.assert(
    fc.property(mangled(SCENARIO), (text) =>
      expectReadsOrRefuses(() => readScenarioFile(fileOf('test', text))),
    ),
    { numRuns: 1000 },
  )
})

test('any bytes are read, or refused by line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expectReadsOrRefuses(() => readMovingAiMap({ name: 'test', bytes }))
      expectReadsOrRefuses(() => readScenarioFile({ name: 'test', bytes }))
    }),
  )
})

test('what is written is read', () => {
  const rows = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([height, width]) =>
      fc.array(fc.array(fc.constantFrom('.', '#'), { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    )
    .map((cells) => cells.map((row) => row.join('')))
  fc.assert(
    fc.property(rows, (lines) => {
      expect(readMovingAiMap(movingAiOf(lines)).lines()).toEqual(lines)
    }),
  )
})

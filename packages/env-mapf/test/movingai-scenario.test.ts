import { ParameterError } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { readMovingAiScenario, writeMovingAiScenario } from '../src/formats/movingai-scenario.ts'
import { GridMap } from '../src/grid-map.ts'
import { changed, fileOf } from './support/golden.ts'

const MAP = GridMap.of(['...', '.#.', '...', '###', '...'])
const SCEN =
  'version 1\n0\ttiny map.map\t3\t5\t0\t0\t2\t1\t3.41421356\n12\ttiny map.map\t3\t5\t2\t2\t0\t1\t2.00000000\n'

test('entries; x is the column', () => {
  const entries = readMovingAiScenario(fileOf('a.scen', SCEN), MAP)
  const map = { mapName: 'tiny map.map', rows: 5, columns: 3 }
  expect(entries).toEqual([
    { ...map, bucket: 0, start: 0, goal: 5, optimalLength: 3.41421356 },
    { ...map, bucket: 12, start: 8, goal: 3, optimalLength: 2 },
  ])
  expect(writeMovingAiScenario(entries)).toBe(SCEN)
})

test('lengths are kept to the last bit', () => {
  const [entry] = readMovingAiScenario(fileOf('a.scen', SCEN))
  for (const optimalLength of [0, 1 + Math.SQRT2, 1e-9, 123456789.125, 1e15 / 7]) {
    const text = writeMovingAiScenario([{ ...entry, optimalLength }])
    expect(readMovingAiScenario(fileOf('a.scen', text))[0].optimalLength).toBe(optimalLength)
  }
})

test('version 1.0, lines that end in CR LF, no entry at all', () => {
  const text = changed(SCEN, 'version 1', 'version 1.0').replaceAll('\n', '\r\n')
  expect(readMovingAiScenario(fileOf('a.scen', text))).toHaveLength(2)
  expect(readMovingAiScenario(fileOf('a.scen', 'version 1\n'))).toEqual([])
})

test.each([
  ['version', 'version 1', 'version 2', 'a.scen:1: got "version 2", expected `version 1`'],
  [
    'blanks for tabs',
    '0\ttiny',
    '0 tiny',
    'a.scen:2: got "8 fields between tabs", expected 9: bucket, map, width',
  ],
  ['no name', 'tiny map.map\t3\t5\t0', '\t3\t5\t0', 'a.scen:2: got "no name", expected map: a file name'],
  ['bucket', '12\t', '-1\t', 'a.scen:3: got "-1", expected bucket: a whole number'],
  ['start outside', '5\t0\t0', '5\t3\t0', 'a.scen:2: got "3", expected start x: a whole number from 0 to 2'],
  ['goal outside', '2\t1\t3', '2\t5\t3', 'a.scen:2: got "5", expected goal y: a whole number from 0 to 4'],
  ['length', '3.41421356', '-3', 'a.scen:2: got "-3", expected optimal length: a number from 0'],
  ['size', '3\t5\t2', '5\t3\t2', 'a.scen:3: got "width 5, height 3", expected those of the map: 3, 5'],
  [
    'absurd size',
    '3\t5\t2',
    '99999\t99999\t2',
    'a.scen:3: got "99999 x 99999 cells", expected a map of fewer',
  ],
  ['blocked', '5\t0\t0', '5\t1\t1', 'a.scen:2: got "row 1, column 1", expected start: a free cell'],
  [
    'out of reach',
    '2\t1\t3',
    '2\t4\t3',
    'a.scen:2: got "row 4, column 2", expected goal: a cell that can be',
  ],
])('%s', (_, from, to, message) => {
  const read = (): unknown => readMovingAiScenario(fileOf('a.scen', changed(SCEN, from, to)), MAP)
  expect(read).toThrow(ParameterError)
  expect(read).toThrow(message)
})

test.each([
  ['entries[0].bucket: got 0.5', { bucket: 0.5 }],
  ['entries[0].mapName: got "a\\tb", expected a file name without tabs', { mapName: 'a\tb' }],
  ['entries[0].start: got 15, expected a cell from 0 to 14', { start: 15 }],
  ['entries[0].goal: got -1', { goal: -1 }],
  ['entries[0].optimalLength: got NaN', { optimalLength: NaN }],
  ['entries[0].rows: got 0', { rows: 0 }],
])('not written: %s', (message, change) => {
  const [entry] = readMovingAiScenario(fileOf('a.scen', SCEN))
  expect(() => writeMovingAiScenario([{ ...entry, ...change }])).toThrow(ParameterError)
  expect(() => writeMovingAiScenario([{ ...entry, ...change }])).toThrow(message)
})

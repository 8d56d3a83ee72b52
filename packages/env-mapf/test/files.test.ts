import { readFileSync } from 'node:fs'
import { ParameterError } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { GridMap } from '../src/grid-map.ts'
import { readMovingAiMap, writeMovingAiMap } from '../src/formats/movingai.ts'
import { readScenarioFile, writeScenarioFile } from '../src/formats/scenario-file.ts'
import { changed, fileOf } from './support/golden.ts'

const MAP = 'type octile\nheight 2\nwidth 4\nmap\n.G@T\nSOW.\n'
const SCENARIO = '1 256 1 2\none map 0 2 3 2\n..#\n...\n0 0 2 1 1 1 2\n0 1 1 1 0\n'

describe('MovingAI maps', () => {
  test.each([
    ['lines end in LF', MAP],
    ['lines end in CR LF', MAP.replaceAll('\n', '\r\n')],
    ['no line end at the end, a byte order mark', `\ufeff${MAP.trim()}`],
    ['blank lines at the end', `${MAP}\n  \n\n`],
    ['no type, as in maps that come with pibt2', changed(MAP, 'type octile\n', '')],
  ])('%s', (_, text) => {
    expect(readMovingAiMap(fileOf('a.map', text)).lines()).toEqual(['..##', '.##.'])
  })

  test.each([
    [
      'ragged row',
      '\n.G@T\n',
      '\n.G@\n',
      'a.map:5: got ".G@", expected a row of 4 characters; this one has 3',
    ],
    ['unknown symbol', 'SOW.', 'SOx.', 'a.map:6: got "x", expected one of . E G S (free), @ O T W (blocked)'],
    ['no type', 'type octile', 'octile', 'a.map:1: got "octile", expected `type octile`'],
    ['no height', 'height 2', 'hight 2', 'a.map:2: got "hight 2", expected `height` and a number'],
    ['height not whole', 'height 2', 'height 2.5', 'a.map:2: got "2.5", expected height: a whole number'],
    ['width zero', 'width 4', 'width 0', 'a.map:3: got "0", expected width: a whole number from 1'],
    ['no map', '\nmap\n', '\n', 'a.map:4: got ".G@T", expected `map`'],
    ['too few rows', 'height 2', 'height 3', 'a.map:7: got "the end of the file", expected row 3 of 3'],
    [
      'too many rows',
      'height 2',
      'height 1',
      'a.map:6: got "SOW.", expected the end of the file after 1 rows',
    ],
    ['an exponent', 'height 2', 'height 2e0', 'a.map:2: got "2e0", expected height: a whole number'],
    ['a sign', 'width 4', 'width -4', 'a.map:3: got "-4", expected width: a whole number'],
    [
      'a width that nothing could hold',
      'width 4',
      'width 999999999',
      'a.map:5: got ".G@T", expected a row of 9999',
    ],
    [
      'a line left over after blank ones',
      'SOW.\n',
      'SOW.\n\n \nx\n\n',
      'a.map:9: got "x", expected the end of the file',
    ],
    [
      'lines that end in CR',
      /\n/g,
      '\r',
      'a.map:1: got "a carriage return within the line", expected lines that',
    ],
    [
      'bytes of zero',
      'SOW.\n',
      'SOW.\n\0\0\0',
      'a.map:7: got "a byte of zero", expected text; this seems to be',
    ],
    ['a size that nothing could hold', 'height 2', 'height 999999999', 'a.map:7: got "the end of the file"'],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readMovingAiMap(fileOf('a.map', changed(MAP, from, to)))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test.each<[name: string, bytes: Uint8Array]>([
    ['little end first', Uint8Array.of(255, 254, 116, 0, 121, 0)],
    ['big end first', Uint8Array.of(254, 255, 0, 116, 0, 121)],
  ])('UTF-16, %s', (_, bytes) => {
    expect(() => readMovingAiMap({ name: 'a.map', bytes })).toThrow(
      'a.map:1: got "a text in UTF-16", expected one in ASCII or UTF-8',
    )
  })

  test.each([null, undefined, 'a.map', {}, { name: 'a.map' }, { name: 'a.map', bytes: [1] }])(
    '%o is no file',
    (junk) => {
      for (const read of [readMovingAiMap, readScenarioFile]) {
        expect(() => read(junk as never)).toThrow(ParameterError)
        expect(() => read(junk as never)).toThrow('expected a file: its name and its bytes')
      }
    },
  )

  test('written with . and @', () => {
    const text = writeMovingAiMap(readMovingAiMap(fileOf('a.map', MAP)))
    expect(text).toBe('type octile\nheight 2\nwidth 4\nmap\n..@@\n.@@.\n')
    expect(() => writeMovingAiMap(new GridMap(0, 3, new Uint8Array(0)))).toThrow('map: got "0 x 3 cells"')
  })

  test('what is blank in Latin-1 is blank at the end', () => {
    const bytes = Uint8Array.of(...fileOf('a.map', MAP).bytes, 160, 10, 9, 11, 12, 32, 160)
    expect(readMovingAiMap({ name: 'a.map', bytes }).rows).toBe(2)
  })

  test('an empty file', () => {
    expect(() => readMovingAiMap(fileOf('a.map', ''))).toThrow('a.map:1: got "the end of the file"')
  })
})

describe('benchmark instance files', () => {
  test('maps, starts and goals that begin again', () => {
    const { horizon, agentCounts, scenarios } = readScenarioFile(fileOf('a.txt', SCENARIO))
    expect([horizon, agentCounts, scenarios.length]).toEqual([256, [2], 1])
    expect(scenarios[0].map.lines()).toEqual(['..#', '...'])
    expect(scenarios[0].starts).toEqual(Int32Array.of(0, 1))
    expect([0, 1, 2].map((k) => scenarios[0].goal(0, k))).toEqual([4, 5, 4])
    expect([0, 1].map((k) => scenarios[0].goal(1, k))).toEqual([3, 3])
  })

  test.each([
    ['no header', '1 256 1 2', '1', 'a.txt:1: got "nothing", expected episode length'],
    [
      'agent counts',
      '1 256 1 2',
      '1 256 2 2',
      'a.txt:1: got "1 256 2 2", expected 3 numbers and 2 agent counts',
    ],
    ['too few scenarios', '1 256', '2 256', 'a.txt:7: got "the end of the file", expected scenario 2 of 2'],
    [
      'a line left over',
      '0 1 1 1 0\n',
      '0 1 1 1 0\n0 0\n',
      'a.txt:7: got "0 0", expected the end of the file',
    ],
    ['scenario header', ' 0 2 3 2', ' 2 3 2', 'a.txt:2: got "one map 2 3 2", expected scenario 1 of 1: name'],
    ['ragged row', '..#', '..#.', 'a.txt:3: got "..#.", expected a row of 3 characters; this one has 4'],
    ['unknown symbol', '..#', '.@#', 'a.txt:3: got "@", expected . (free) or # (blocked)'],
    ['truncated agents', '0 1 1 1 0\n', '', 'a.txt:6: got "the end of the file", expected agent 2 of 2'],
    ['goals missing', '0 0 2 1 1 1 2', '0 0 3 1 1 1 2', 'a.txt:5: got "4 numbers after the number of goals"'],
    ['no goal', '0 1 1 1 0', '0 1 0', 'a.txt:6: got "0", expected number of goals: a whole number from 1'],
    [
      'start on an obstacle',
      '0 1 1 1 0',
      '0 2 1 1 0',
      'a.txt:6: got "row 0, column 2", expected start: a free cell',
    ],
    [
      'goal on an obstacle',
      '0 1 1 1 0',
      '0 1 1 0 2',
      'a.txt:6: got "row 0, column 2", expected goal 1: a free',
    ],
    [
      'start outside',
      '0 1 1 1 0',
      '2 1 1 1 0',
      'a.txt:6: got "2", expected start row: a whole number from 0 to 1',
    ],
    ['goal outside', '0 1 1 1 0', '0 1 1 1 3', 'a.txt:6: got "3", expected goal 1 column: a whole number'],
    ['negative', '0 1 1 1 0', '0 -1 1 1 0', 'a.txt:6: got "-1", expected start column: a whole number'],
    [
      'one start twice',
      '0 1 1 1 0',
      '0 0 1 1 0',
      'a.txt:6: got "row 0, column 0", expected a start that no agent',
    ],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readScenarioFile(fileOf('a.txt', changed(SCENARIO, from, to)))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test('a goal that cannot be reached', () => {
    const text = '1 256 0\none map 0 1 3 1\n.#.\n0 0 1 0 2\n'
    expect(() => readScenarioFile(fileOf('a.txt', text))).toThrow(
      'a.txt:4: got "row 0, column 2", expected goal 1: a cell that can be reached from the start',
    )
  })

  test('names, seed and goals are there to be written again', () => {
    const file = readScenarioFile(fileOf('a.txt', SCENARIO))
    expect(file.scenarios[0]).toMatchObject({ name: 'one', mapName: 'map', seed: 0 })
    expect(file.scenarios[0].goals).toEqual([Int32Array.of(4, 5), Int32Array.of(3)])
    expect(writeScenarioFile(file)).toBe(SCENARIO)
  })

  test.each([
    ['horizon: got 0', { horizon: 0 }],
    ['agentCounts[1]: got 1.5', { agentCounts: [1, 1.5] }],
    ['scenarios.length: got 0', { scenarios: [] }],
    ['scenarios[0].name: got "a b", expected a word without blanks', { name: 'a b' }],
    ['scenarios[0].mapName: got ""', { mapName: '' }],
    ['scenarios[0].seed: got -1', { seed: -1 }],
    ['scenarios[0].starts.length: got 0', { starts: new Int32Array(0), goals: [] }],
    ['agents[1]: got "row 0, column 2", expected start: a free cell', { starts: Int32Array.of(0, 2) }],
  ])('not written: %s', (message, change) => {
    const file = readScenarioFile(fileOf('a.txt', SCENARIO))
    const scenarios = [{ ...file.scenarios[0], ...change }]
    expect(() => writeScenarioFile({ ...file, scenarios, ...change })).toThrow(ParameterError)
    expect(() => writeScenarioFile({ ...file, scenarios, ...change })).toThrow(message)
  })

  const data = process.env.GAUNTLET_DATA

  test.skipIf(data === undefined).each([
    ['01-random', 128, 256],
    ['02-mazes', 128, 128],
    ['03-warehouse', 128, 256],
    ['05-puzzles', 160, 256],
  ])('%s as published (skipped unless GAUNTLET_DATA is set)', (name, count, steps) => {
    const bytes = readFileSync(`${data}/mapf/${name}.txt`)
    const file = readScenarioFile({ name, bytes })
    const { horizon, scenarios, agentCounts } = file
    expect(writeScenarioFile(file)).toBe(new TextDecoder().decode(bytes))
    expect([scenarios.length, horizon]).toEqual([count, steps])
    for (const { starts } of scenarios) expect(starts.length).toBeGreaterThanOrEqual(Math.max(...agentCounts))
  })
})

import { ParameterError } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { GridMap } from '../src/grid-map.ts'
import { readPogemaMap, writePogemaMap } from '../src/formats/pogema-map.ts'
import { type Cell, fileOf, golden } from './support/golden.ts'

/** What `GridConfig.str_map_to_list` of POGEMA 1.4.0 gives, or the error of it or of `GridConfig(map=…)`. */
interface MapString {
  readonly map: string
  readonly error?: string
  readonly obstacles: readonly (readonly number[])[]
  readonly agents_xy: readonly Cell[]
  readonly targets_xy: readonly Cell[]
  readonly possible_agents_xy: readonly Cell[] | null
  readonly possible_targets_xy: readonly Cell[] | null
}

const STRINGS = golden<MapString[]>('pogema/map-strings')

/** Maps that POGEMA reads and we refuse. */
const repeatsLetter = (map: string): boolean => /([A-Za-z])[^]*\1/.test(map)
const lacksPool = (one: MapString): boolean =>
  one.possible_agents_xy?.length === 0 || one.possible_targets_xy?.length === 0

describe('as POGEMA reads them', () => {
  const read = STRINGS.filter((one) => one.error === undefined && !repeatsLetter(one.map) && !lacksPool(one))

  test.each(read)('$map', (one) => {
    const { map, agents, pools } = readPogemaMap(fileOf('a.txt', one.map))
    const { columns } = map
    const cells = (places: readonly Cell[]): Int32Array =>
      Int32Array.from(places, ([r, c]) => r * columns + c)
    expect([...map.obstacles]).toEqual(one.obstacles.flat())
    expect([map.rows, map.columns]).toEqual([one.obstacles.length, one.obstacles[0].length])
    expect(agents ?? { starts: cells([]), goals: cells([]) }).toEqual({
      starts: cells(one.agents_xy),
      goals: cells(one.targets_xy),
    })
    const { possible_agents_xy: starts, possible_targets_xy: goals } = one
    expect(pools ?? null).toEqual(starts && goals && { starts: cells(starts), goals: cells(goals) })
  })

  test('the golden strings cover agents and pools', () => {
    expect(read.filter(({ agents_xy }) => agents_xy.length > 1).length).toBeGreaterThan(20)
    expect(read.filter(({ possible_agents_xy }) => possible_agents_xy !== null).length).toBeGreaterThan(30)
  })

  test.each(STRINGS.filter(({ error }) => error !== undefined))('refused as POGEMA does: $map', ({ map }) => {
    expect(() => readPogemaMap(fileOf('a.txt', map))).toThrow(ParameterError)
  })
})

test.each([
  ['a letter twice', 'aA.\n.a.', 'a.txt:2: got "a", expected every letter once'],
  ['no possible goal', '@!', 'a.txt:1: got "1 possible starts and 0 possible goals", expected one of each'],
  ['starts without goals', 'ab\n.A', 'a.txt:2: got "2 starts and 1 goals", expected as many of each'],
  ['agents and pools', 'aA\n.@', 'a.txt:2: got "letters and one of @ $ !", expected either agents or pools'],
  ['ragged', '...\n\n..', 'a.txt:3: got "..", expected a row of 3 characters; this one has 2'],
  ['unknown symbol', '.?', 'a.txt:1: got "?", expected . (free), # (blocked), @ (possible start)'],
  ['nothing', '\n \n', 'a.txt:1: got "the end of the file", expected a row of the map'],
])('%s', (_, text, message) => {
  expect(() => readPogemaMap(fileOf('a.txt', text))).toThrow(message)
})

describe('writing', () => {
  const map = GridMap.of(['..#', '...'])
  const cells = (...list: number[]): Int32Array => Int32Array.from(list)

  test('agents and pools by their symbols', () => {
    expect(writePogemaMap({ map })).toBe('..#\n...\n')
    expect(writePogemaMap({ map, agents: { starts: cells(5, 0), goals: cells(1, 3) } })).toBe('bA#\nB.a\n')
    expect(writePogemaMap({ map, pools: { starts: cells(0, 1), goals: cells(1, 3) } })).toBe('@.#\n$!!\n')
  })

  test.each<[name: string, what: Parameters<typeof writePogemaMap>[0], message: string]>([
    [
      'both',
      { map, agents: { starts: cells(0), goals: cells(1) }, pools: { starts: cells(0), goals: cells(1) } },
      'pools: got "agents as well", expected either agents or pools',
    ],
    [
      'a goal on a start',
      { map, agents: { starts: cells(0, 1), goals: cells(3, 0) } },
      'agents.goals[1]: got 0',
    ],
    [
      'a start on an obstacle',
      { map, agents: { starts: cells(2), goals: cells(0) } },
      'agents.starts[0]: got 2',
    ],
    [
      'a start off the map',
      { map, agents: { starts: cells(6), goals: cells(0) } },
      'agents.starts[0]: got 6',
    ],
    [
      'nobody',
      { map, agents: { starts: cells(), goals: cells() } },
      'agents: got "0 starts, 0 goals", expected 1',
    ],
    [
      'no start',
      { map, pools: { starts: cells(), goals: cells(0) } },
      'pools.starts: got "none", expected one',
    ],
    [
      'a blocked goal',
      { map, pools: { starts: cells(0), goals: cells(2) } },
      'pools.goals: got 2, expected free',
    ],
    [
      'pools of all cells',
      { map, pools: { starts: cells(0, 1, 3, 4, 5), goals: cells(0, 1, 3, 4, 5) } },
      'pools: got "all free cells in both", expected a cell that one of the pools leaves out',
    ],
  ])('%s', (_, what, message) => {
    expect(() => writePogemaMap(what)).toThrow(ParameterError)
    expect(() => writePogemaMap(what)).toThrow(message)
  })
})

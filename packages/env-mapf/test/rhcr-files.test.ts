import { ParameterError } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { readMap } from '../src/formats/map-file.ts'
import { readRhcrGrid, rhcrPools, undirectedMap, writeRhcrGrid } from '../src/formats/rhcr-grid.ts'
import { readKivaMap, writeKivaMap } from '../src/formats/rhcr-kiva.ts'
import { readRhcrPaths, writeRhcrPaths } from '../src/formats/rhcr-paths.ts'
import { changed, fileOf } from './support/golden.ts'

const KIVA = '3,4\n4\n2\n5000\n....\nr@@e\nreee\n'

describe('kiva maps', () => {
  test('shelves alone are blocked; homes and endpoints', () => {
    const { map, pools, agentCount, maxTime } = readKivaMap(fileOf('a.map', KIVA))
    expect(map.lines()).toEqual(['....', '.##.', '....'])
    expect(pools).toEqual({ starts: Int32Array.of(4, 8), goals: Int32Array.of(7, 9, 10, 11) })
    expect([agentCount, maxTime]).toEqual([2, 5000])
    expect(writeKivaMap(readKivaMap(fileOf('a.map', KIVA)))).toBe(KIVA)
  })

  test.each([
    ['size', '3,4', '3 4', 'a.map:1: got "3 4", expected `rows,columns`'],
    ['no columns', '3,4', '3,0', 'a.map:1: got "0", expected columns: a whole number from 1'],
    [
      'endpoints',
      '\n4\n',
      '\n5\n',
      'a.map:2: got "5", expected number of endpoints: 4, as many as the rows have',
    ],
    ['agents', '\n2\n', '\n2 2\n', 'a.map:3: got "2 2", expected number of agents, alone'],
    ['steps', '5000', '-1', 'a.map:4: got "-1", expected number of steps: a whole number'],
    [
      'symbol',
      'r@@e',
      'r@Te',
      'a.map:6: got "T", expected one of . (free), e (endpoint), r (home), @ (shelf)',
    ],
    ['row', 'reee\n', 'reee.\n', 'a.map:7: got "reee.", expected a row of 4 characters'],
    ['row more', 'reee\n', 'reee\n....\n', 'a.map:8: got "....", expected the end of the file after 3 rows'],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readKivaMap(fileOf('a.map', changed(KIVA, from, to)))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test('what could not be read is not written', () => {
    const kiva = readKivaMap(fileOf('a.map', KIVA))
    const pools = { starts: Int32Array.of(5), goals: Int32Array.of(0) }
    expect(() => writeKivaMap({ ...kiva, pools })).toThrow('pools.starts: got 5, expected free cells')
    const twice = { starts: Int32Array.of(0), goals: Int32Array.of(0) }
    expect(() => writeKivaMap({ ...kiva, pools: twice })).toThrow('pools.goals: got 0, expected free cells')
    expect(() => writeKivaMap({ ...kiva, maxTime: 0.5 })).toThrow('maxTime: got 0.5, expected a whole number')
  })
})

/** Two rows of three: one-way streets as in RHCR's sorting centre, to the right above and to the left below. */
const HEADER = 'weight_to_NORTH,weight_to_WEST,weight_to_SOUTH,weight_to_EAST,weight_for_WAIT'
const GRID = `Grid size (x, y)
2,3
id,type,station,x,y,${HEADER}
0,Travel,None,0,0,1,inf,inf,inf,1
1,Induct,i7,0,1,1,inf,inf,2.5,1
2,Obstacle,None,0,2,inf,inf,inf,inf,1
3,Travel,None,1,0,inf,1,inf,inf,1
4,Eject,e9,1,1,inf,inf,1,inf,1
5,Travel,None,1,2,inf,inf,1,inf,0.25
`
/** Every pair of neighbours but those of the obstacle joined both ways. */
const PLAIN = `Grid size (x, y)
2,2
id,type,x,y,${HEADER}
0,Home,0,0,1,inf,inf,1,1
1,Travel,0,1,inf,inf,1,inf,1
2,Endpoint,1,0,inf,1,inf,inf,1
3,Obstacle,1,1,inf,inf,inf,inf,inf
`

describe('directed grids', () => {
  test('x is the row; NORTH leads to the right, WEST up, SOUTH to the left, EAST down, as RHCR moves', () => {
    const { rows, columns, types, stations, weights } = readRhcrGrid(fileOf('a.grid', GRID))
    expect([rows, columns]).toEqual([2, 3])
    expect(types).toEqual(['Travel', 'Induct', 'Obstacle', 'Travel', 'Eject', 'Travel'])
    expect(stations).toEqual(['None', 'i7', 'None', 'None', 'e9', 'None'])
    const inf = Infinity
    // stay, up, down, left, right
    expect([...weights]).toEqual(
      [
        [1, inf, inf, inf, 1],
        [1, inf, 2.5, inf, 1],
        [1, inf, inf, inf, inf],
        [1, 1, inf, inf, inf],
        [1, inf, inf, 1, inf],
        [0.25, inf, inf, 1, inf],
      ].flat(),
    )
  })

  test.each([GRID, PLAIN])('what is read is written', (text) => {
    expect(writeRhcrGrid(readRhcrGrid(fileOf('a.grid', text)))).toBe(text)
  })

  test('pools: homes or all free cells, endpoints and stations', () => {
    expect(rhcrPools(readRhcrGrid(fileOf('a.grid', GRID)))).toEqual({
      starts: Int32Array.of(0, 1, 3, 4, 5),
      goals: Int32Array.of(1, 4),
    })
    expect(rhcrPools(readRhcrGrid(fileOf('a.grid', PLAIN)))).toEqual({
      starts: Int32Array.of(0),
      goals: Int32Array.of(2),
    })
  })

  test('a weight of RHCR’s infinity is no edge', () => {
    const text = changed(GRID, '2.5', '1073741823')
    expect(readRhcrGrid(fileOf('a.grid', text)).weights[7]).toBe(Infinity)
  })

  test('a plain grid is a map, any other is refused by the line of its first odd cell', () => {
    const map = (text: string): unknown =>
      undirectedMap(readRhcrGrid(fileOf('a.grid', text)), 'a.grid').lines()
    expect(map(PLAIN)).toEqual(['..', '.#'])
    expect(() => map(GRID)).toThrow(
      'a.grid:4: got "EAST (down) of weight inf", expected 1: only a grid of undirected edges of weight 1 is a map',
    )
    expect(() => map(changed(PLAIN, '0,1,inf,inf,1,inf,1', '0,1,inf,inf,3,inf,1'))).toThrow(
      'a.grid:5: got "SOUTH (left) of weight 3", expected 1',
    )
    expect(() => map(changed(PLAIN, '1,0,inf,1,inf,inf,1', '1,0,inf,1,inf,inf,2'))).toThrow(
      'a.grid:6: got "WAIT (stay) of weight 2", expected 1',
    )
    expect(() => map(changed(PLAIN, '1,0,inf,1,inf,inf,1', '1,0,1,1,inf,inf,1'))).toThrow(
      'a.grid:6: got "NORTH (right) of weight 1", expected inf',
    )
    expect(() => map(changed(PLAIN, '1,1,inf,inf', '1,1,inf,1'))).toThrow(
      'a.grid:7: got "WEST (up) of weight 1"',
    )
  })

  test.each([
    ['size', '2,3', '2,3,1', 'a.grid:2: got "2,3,1", expected `rows,columns`'],
    ['header', 'weight_to_NORTH', 'weight_to_RIGHT', 'a.grid:3: got "id,type,station,x,y,weight_to_RIGHT'],
    ['fields', '0,0,1,inf', '0,0,1,inf,inf', 'a.grid:4: got "11 fields", expected 10, as in the header'],
    [
      'id',
      '1,Induct',
      '2,Induct',
      'a.grid:5: got "id 2, x 0, y 1", expected id 1, x 0, y 1, cell after cell',
    ],
    ['place', 'i7,0,1', 'i7,1,0', 'a.grid:5: got "id 1, x 1, y 0", expected id 1, x 0, y 1'],
    ['type', 'Obstacle', 'Obstacles', 'a.grid:6: got "Obstacles", expected a type: Obstacle, Travel'],
    ['station', 'i7', '', 'a.grid:5: got "no station", expected a name, or None'],
    ['negative', '2.5', '-1', 'a.grid:5: got "-1", expected weight: a number from 0'],
    ['no number', '2.5', 'nan', 'a.grid:5: got "nan", expected weight: a number from 0'],
    ['too large', '2.5', '1e999', 'a.grid:5: got "1e999", expected weight: a number from 0'],
    [
      'off the grid',
      '0,0,1,inf',
      '0,0,1,4',
      'a.grid:4: got "a way WEST of weight 4", expected inf, since it',
    ],
    ['off a row', '1,2,inf', '1,2,1', 'a.grid:9: got "a way NORTH of weight 1", expected inf'],
    ['cells missing', '2,3', '2,4', 'a.grid:7: got "id 3, x 1, y 0", expected id 3, x 0, y 3'],
    ['rows missing', '2,3', '3,3', 'a.grid:10: got "the end of the file", expected cell 6 of 3 x 3'],
    ['cells left over', '2,3', '1,3', 'a.grid:5: got "a way EAST of weight 2.5", expected inf'],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readRhcrGrid(fileOf('a.grid', changed(GRID, from, to)))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test('what could not be read is not written', () => {
    const grid = readRhcrGrid(fileOf('a.grid', GRID))
    const weights = grid.weights.with(1, 1)
    expect(() => writeRhcrGrid({ ...grid, weights })).toThrow(
      'weights[1]: got 1, expected Infinity, since it leaves',
    )
    expect(() => writeRhcrGrid({ ...grid, weights: grid.weights.with(0, NaN) })).toThrow(
      'weights[0]: got NaN',
    )
    expect(() => writeRhcrGrid({ ...grid, weights: grid.weights.slice(1) })).toThrow(
      'weights: got "29 of them"',
    )
    expect(() => writeRhcrGrid({ ...grid, stations: ['a,b', ...grid.stations!.slice(1)] })).toThrow(
      'stations[0]: got "a,b", expected a name without commas, or None',
    )
    expect(() => writeRhcrGrid({ ...grid, types: ['Shop' as never, ...grid.types.slice(1)] })).toThrow(
      'types[0]',
    )
  })
})

describe('paths', () => {
  const PATHS = '2\n0,-1,0;1,-1,1;\n3,-1,0;3,-1,1;\n'

  test('one line per agent', () => {
    const { plan, origin } = readRhcrPaths(fileOf('paths.txt', PATHS))
    expect(plan).toEqual({ agents: 2, positions: Int32Array.of(0, 3, 1, 3) })
    expect(origin.lineOf(1, 0)).toBe(3)
    expect(writeRhcrPaths(plan)).toBe(PATHS)
    const turning = readRhcrPaths(fileOf('paths.txt', PATHS.replace('3,-1,0', '3,0,0')))
    expect(turning.plan).toEqual(plan)
  })

  test.each([
    ['agents', '2\n', 'x\n', 'paths.txt:1: got "x", expected number of agents: a whole number'],
    ['agent missing', '2\n', '3\n', 'paths.txt:4: got "the end of the file", expected agent 3 of 3'],
    ['agent more', '2\n', '1\n', 'paths.txt:3: got "3,-1,0;3,-1,1;", expected the end of the file'],
    ['times', '3,-1,1', '3,-1,2', 'paths.txt:3: got "3,-1,2", expected agent 2 of 2: time 1'],
    ['lengths', '3,-1,1;', '', 'paths.txt:3: got "1 states", expected 2, as of the first agent'],
    ['orientation', '0,-1,0', '0,4,0', 'paths.txt:2: got "0,4,0", expected agent 1 of 2'],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readRhcrPaths(fileOf('paths.txt', changed(PATHS, from, to)))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test('no plan, no paths', () => {
    expect(() => writeRhcrPaths({ agents: 2, positions: Int32Array.of(1) })).toThrow(
      'positions: got "1 positions"',
    )
    expect(() => writeRhcrPaths({ agents: 1, positions: Int32Array.of(-1) })).toThrow('positions: got -1')
  })
})

describe('maps of any format', () => {
  test.each([
    ['movingai', 'type octile\nheight 1\nwidth 2\nmap\n.@\n', {}],
    ['movingai', 'height 1\nwidth 2\nmap\n.@\n', {}],
    ['pogema', '\n  .#\n', {}],
    ['pogema', 'aA#', { agents: { starts: Int32Array.of(0), goals: Int32Array.of(1) } }],
    ['pogema', '@$#', { pools: { starts: Int32Array.of(0), goals: Int32Array.of(1) } }],
    ['rhcr-kiva', KIVA, { pools: { starts: Int32Array.of(4, 8), goals: Int32Array.of(7, 9, 10, 11) } }],
    ['rhcr-grid', PLAIN, { pools: { starts: Int32Array.of(0), goals: Int32Array.of(2) } }],
  ])('%s', (format, text, rest) => {
    // Whatever its name says.
    const found = readMap(fileOf('a.grid', text))
    expect(found).toMatchObject({ format, ...rest })
    expect(found.map.lines().join('')).toMatch(/^[.#]+$/)
  })

  test.each(['', '1 256 0\none map 0 1 1 1\n', 'version 1\n', '{}', '2,3,4\n'])('%j is none', (text) => {
    const read = (): unknown => readMap(fileOf('a.map', text))
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(/^a\.map:1: got .*, expected a map: MovingAI .* RHCR \.grid .* kiva .* POGEMA /)
  })

  test('a map of a known format is refused by line', () => {
    expect(() => readMap(fileOf('a.map', '..\n.?'))).toThrow('a.map:2: got "?"')
    expect(() => readMap(fileOf('a.map', GRID))).toThrow('a.map:4: got "EAST (down) of weight inf"')
    expect(() => readMap(null as never)).toThrow('expected a file: its name and its bytes')
  })
})

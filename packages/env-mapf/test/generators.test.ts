import { describe, expect, test } from 'vitest'
import { cityCut } from '../src/generators/city-cut.ts'
import { connectedMap } from '../src/generators/connected-map.ts'
import { type MazeShape, mazeMap, sampleMazeShape } from '../src/generators/maze-map.ts'
import { roomsMap } from '../src/generators/rooms-map.ts'
import { type SortationShape, sortationMap } from '../src/generators/sortation-map.ts'
import { type WarehouseShape, fitWarehouse, warehouseMap } from '../src/generators/warehouse-map.ts'
import { GridMap } from '../src/grid-map.ts'
import { golden, poolsOf } from './support/golden.ts'

interface MazeCase {
  readonly low?: number
  readonly high?: number
  readonly seed: number
  readonly shape: MazeShape
  readonly map: readonly string[]
}

interface WarehouseCase {
  readonly shape: WarehouseShape
  readonly map: readonly string[]
}

interface SortationCase {
  readonly shape: SortationShape
  readonly map: readonly string[]
}

describe('mazes of pogema-toolbox', () => {
  test.each(golden<{ cases: MazeCase[] }>('pogema/22_mazes').cases)(
    'seed $seed, $shape.rows x $shape.columns cells',
    ({ low, high, seed, shape, map }) => {
      if (low !== undefined && high !== undefined) expect(sampleMazeShape(low, high, seed)).toEqual(shape)
      expect(mazeMap(shape, seed).lines()).toEqual(map)
    },
  )
})

describe('warehouses of pogema-toolbox', () => {
  test.each(golden<{ cases: WarehouseCase[] }>('pogema/23_warehouses').cases)(
    'shelves of $shape.shelfWidth x $shape.shelfHeight, $shape.verticalGap rows apart',
    ({ shape, map }) => {
      expect(warehouseMap(shape)).toEqual(poolsOf(map))
    },
  )

  test('one of 500 x 140 cells, as large as the League of Robot Runners has', () => {
    const { map, starts, goals } = warehouseMap({
      shelfWidth: 10,
      shelfHeight: 2,
      shelvesPerRow: 45,
      shelfRows: 27,
      sideMargin: 3,
      endMargin: 4,
      horizontalGap: 1,
      verticalGap: 3,
    })
    expect([map.columns, map.rows]).toEqual([500, 140])
    expect(map.obstacles.reduce((sum, blocked) => sum + blocked, 0)).toBe(45 * 27 * 20)
    expect(goals.length).toBe(45 * 27 * 20)
    // Two columns on each side, rows 1 to 138 but every third.
    expect(starts.length).toBe(4 * 92)
  })

  test('goals between shelves one row apart are there once', () => {
    const { map, goals } = warehouseMap({
      ...fitWarehouse(20, 20),
      verticalGap: 1,
      endMargin: 1,
      shelfRows: 2,
    })
    expect(map.lines().slice(0, 6)).toEqual([
      '...............',
      '.....#####.....',
      '.....#####.....',
      '...............',
      '.....#####.....',
      '.....#####.....',
    ])
    expect(goals.length).toBe(15)
  })
})

test.each(golden<{ cases: SortationCase[] }>('sortation').cases)(
  'the sortation centre of the League of Robot Runners, $shape.rows x $shape.columns cells',
  ({ shape, map }) => {
    const expected = (symbols: string): number[] =>
      Array.from(map.join(''), (symbol, cell) => (symbols.includes(symbol) ? cell : -1)).filter((c) => c >= 0)
    const made = sortationMap(shape)
    expect(cellsWhere(made.map, 1)).toEqual(expected('@'))
    expect([...made.starts]).toEqual(expected('E'))
    // There, the cell below a chute is none of its cells.
    const { columns } = made.map
    const chute = (cell: number): boolean => {
      const row = Math.floor(cell / columns)
      const inside = row > shape.margin && row < shape.rows - shape.margin - 1
      return inside && made.map.obstacles[cell] === 1
    }
    const marked = [...made.goals].filter(
      (cell) => chute(cell - 1) || chute(cell + 1) || chute(cell + columns),
    )
    expect(marked).toEqual(expected('S'))
    expect([...made.goals]).toEqual(
      cellsWhere(made.map, 0).filter((cell) => marked.includes(cell) || chute(cell - columns)),
    )
  },
)

test('rooms of 3 cells in 32 x 32, as room-32-32-4: walls on every fourth line', () => {
  const map = roomsMap({ rows: 32, columns: 32, room: 3, openings: 1 }, 5)
  const free = cellsWhere(map, 0)
  const wall = (cell: number): boolean => Math.floor(cell / 32) % 4 === 3 || (cell % 32) % 4 === 3
  expect(free.filter((cell) => !wall(cell)).length).toBe(64 * 9)
  // One door in each of the 112 walls between rooms.
  expect(free.filter(wall).length).toBe(112)
  const few = roomsMap({ rows: 32, columns: 32, room: 3, openings: 0 }, 5)
  expect(cellsWhere(few, 0).filter(wall).length).toBe(63)
})

test('a window keeps its largest component alone', () => {
  const map = GridMap.of(['..#.', '..#.', '..##'])
  expect(cityCut(map, 3, 4, 0).lines()).toEqual(['..##', '..##', '..##'])
  const blocked = GridMap.of(['##', '##'])
  expect(cityCut(blocked, 2, 2, 0).components.capacity).toBe(0)
})

test('windows come from everywhere on the map', () => {
  const map = new GridMap(3, 3, Uint8Array.from([0, 1, 1, 1, 1, 1, 1, 1, 0]))
  const seen = new Set(Array.from({ length: 60 }, (_, seed) => cityCut(map, 2, 2, seed).lines().join('/')))
  expect([...seen].toSorted()).toEqual(['##/##', '##/#.', '.#/##'])
})

test('what cannot be made is refused by field', () => {
  const warehouse = fitWarehouse(30, 30)
  const maze = sampleMazeShape(9, 9, 0)
  const refused: readonly (readonly [make: () => unknown, message: RegExp])[] = [
    [
      () => connectedMap({ rows: 4, columns: 5, obstacles: 20 }, 0),
      /connectedMap.obstacles: got 20, .* 0 to 19/,
    ],
    [() => connectedMap({ rows: 0, columns: 5, obstacles: 0 }, 0), /connectedMap.rows: got 0/],
    [() => mazeMap({ ...maze, goStraight: 1 }, 0), /mazeMap.goStraight: got 1, .* below 1/],
    [() => mazeMap({ ...maze, density: 1.1 }, 0), /mazeMap.density: got 1.1/],
    [() => mazeMap({ ...maze, wallComponents: 0 }, 0), /mazeMap.wallComponents: got 0/],
    [() => sampleMazeShape(9, 8, 0), /sampleMazeShape.high: got 8, .* from 9/],
    [() => roomsMap({ rows: 8, columns: 8, room: 0, openings: 0 }, 0), /roomsMap.room: got 0/],
    [() => roomsMap({ rows: 8, columns: 8, room: 1, openings: NaN }, 0), /roomsMap.openings/],
    [() => warehouseMap({ ...warehouse, sideMargin: 1 }), /warehouseMap.sideMargin: got 1, .* from 2/],
    [() => warehouseMap({ ...warehouse, shelfRows: 1.5 }), /warehouseMap.shelfRows: got 1.5/],
    [() => fitWarehouse(7, 20), /fitWarehouse.rows: got 7, .* from 8/],
    [() => fitWarehouse(20, 14), /fitWarehouse.columns: got 14, .* from 15/],
    [
      () => sortationMap({ rows: 20, columns: 12, corridor: 1, margin: 5, pillar: 4 }),
      /sortationMap.columns: got 12, .* from 13/,
    ],
    [
      () => sortationMap({ rows: 20, columns: 20, corridor: 1, margin: 3, pillar: 4 }),
      /sortationMap.pillar: got 4, .* 0 to 3/,
    ],
    [() => cityCut(GridMap.of(['..', '..']), 3, 2, 0), /cityCut.rows: got 3, .* 1 to 2/],
  ]
  for (const [make, message] of refused) expect(make).toThrow(message)
})

function cellsWhere(map: GridMap, blocked: number): number[] {
  return Array.from(map.obstacles, (value, cell) => (value === blocked ? cell : -1)).filter((c) => c >= 0)
}

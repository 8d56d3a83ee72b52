import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cityCut } from '../src/generators/city-cut.ts'
import { connectedMap } from '../src/generators/connected-map.ts'
import { mazeMap, sampleMazeShape } from '../src/generators/maze-map.ts'
import { roomsMap } from '../src/generators/rooms-map.ts'
import { sortationMap } from '../src/generators/sortation-map.ts'
import { uniformMap } from '../src/generators/uniform-map.ts'
import { warehouseMap } from '../src/generators/warehouse-map.ts'
import type { GridMap } from '../src/grid-map.ts'
import type { PooledMap } from '../src/pooled-map.ts'

const seeds = fc.nat(2147483647)
const side = fc.integer({ min: 1, max: 14 })

const connectedShapes = fc
  .record({ rows: side, columns: side, share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ rows, columns, share }) => ({ rows, columns, obstacles: Math.floor(share * (rows * columns - 1)) }))

const roomShapes = fc.record({
  rows: side,
  columns: side,
  room: fc.integer({ min: 1, max: 6 }),
  openings: fc.double({ min: 0, max: 1, noNaN: true }),
})

const gap = fc.integer({ min: 1, max: 4 })
const warehouseShapes = fc.record({
  shelfWidth: gap,
  shelfHeight: gap,
  shelvesPerRow: gap,
  shelfRows: gap,
  sideMargin: fc.integer({ min: 2, max: 6 }),
  endMargin: gap,
  horizontalGap: gap,
  verticalGap: gap,
})

const sortationShapes = fc
  .record({ margin: gap, corridor: gap, pillar: fc.nat(4), rows: fc.nat(20), columns: fc.nat(20) })
  .map(({ margin, corridor, pillar, rows, columns }) => ({
    margin,
    corridor,
    pillar: Math.min(pillar, margin),
    rows: 2 * margin + 3 + rows,
    columns: 2 * margin + 3 + columns,
  }))

test('connected maps have their obstacles, exactly, and one component', () => {
  fc.assert(
    fc.property(connectedShapes, seeds, (shape, seed) => {
      const map = connectedMap(shape, seed)
      expect([map.rows, map.columns]).toEqual([shape.rows, shape.columns])
      expect(map.obstacles.reduce((sum, blocked) => sum + blocked, 0)).toBe(shape.obstacles)
      expect(componentsOf(map)).toBe(1)
    }),
    { numRuns: 1000 },
  )
})

test('connected maps may be blocked down to the last cell', () => {
  for (const [rows, columns] of [
    [1, 1],
    [1, 9],
    [9, 1],
    [40, 40],
  ] as const) {
    // prettier-ignore
    for (let seed = 0; seed < 5; seed++) {
      const map = connectedMap({ rows, columns, obstacles: rows * columns - 1 }, seed)
      expect(map.components.cells.length).toBe(1)
    }
  }
})

test('a cell that could be blocked is never held to part the others', () => {
  // All maps of 3 x 3 cells with six obstacles and connected free cells come out of some seed.
  const seen = new Set<string>()
  for (let seed = 0; seed < 3000; seed++) {
    seen.add(connectedMap({ rows: 3, columns: 3, obstacles: 6 }, seed).lines().join('/'))
  }
  expect(seen.size).toBe(22)
})

test('rooms are connected', () => {
  fc.assert(
    fc.property(roomShapes, seeds, (shape, seed) => {
      expect(componentsOf(roomsMap(shape, seed))).toBe(1)
    }),
    { numRuns: 500 },
  )
})

test('pools are free cells, in order and each once, that can all be reached', () => {
  fc.assert(fc.property(warehouseShapes, (shape) => expectPools(warehouseMap(shape))))
  fc.assert(fc.property(sortationShapes, (shape) => expectPools(sortationMap(shape))))
})

test('windows have at most one component, which was one of the map', () => {
  fc.assert(
    fc.property(
      seeds,
      seeds,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (s, t, r, c) => {
        const map = uniformMap(s, 12, 0.5)
        const cut = cityCut(map, r, c, t)
        expect([cut.rows, cut.columns]).toEqual([r, c])
        expect(componentsOf(cut)).toBeLessThanOrEqual(1)
        if (r === 12 && c === 12) {
          const { starts } = map.components
          const sizes = Array.from(starts.subarray(1), (end, k) => end - starts[k])
          expect(cut.components.cells.length).toBe(Math.max(0, ...sizes))
          expect(cut.obstacles.every((blocked, cell) => blocked >= map.obstacles[cell])).toBe(true)
        }
      },
    ),
  )
})

test('the same seed gives the same map, another one another', () => {
  const makers: readonly ((seed: number) => GridMap)[] = [
    (seed) => connectedMap({ rows: 16, columns: 16, obstacles: 80 }, seed),
    (seed) => mazeMap(sampleMazeShape(15, 15, seed), seed),
    (seed) => roomsMap({ rows: 16, columns: 16, room: 3, openings: 0.5 }, seed),
    (seed) => cityCut(uniformMap(1, 64, 0.3), 16, 16, seed),
  ]
  for (const make of makers) {
    expect(make(3).lines()).toEqual(make(3).lines())
    expect(make(3).lines()).not.toEqual(make(4).lines())
  }
})

function componentsOf(map: GridMap): number {
  return map.components.starts.length - 1
}

function expectPools({ map, starts, goals }: PooledMap): void {
  expect(componentsOf(map)).toBe(1)
  for (const pool of [starts, goals]) {
    expect(pool.length).toBeGreaterThan(0)
    expect(pool.every((cell, i) => map.obstacles[cell] === 0 && (i === 0 || pool[i - 1] < cell))).toBe(true)
  }
}

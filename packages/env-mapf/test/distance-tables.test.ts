import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DistanceTables } from '../src/distance-tables.ts'
import type { GridMap } from '../src/grid-map.ts'
import { uniformMap } from '../src/generators/uniform-map.ts'
import { GridWorlds } from '../src/worlds.ts'
import { worldOf } from './support/golden.ts'

test('ways and distances on a small map', () => {
  const worlds = worldOf(['..#.', '.#..', '....'], [[0, 0]], [[0, 3]], 1) // prettier-ignore
  const tables = new DistanceTables(worlds)
  tables.open(0)
  const table = (ask: (cell: number) => number): number[][] =>
    [0, 1, 2].map((row) =>
      [0, 1, 2, 3].map((column) => {
        const cell = worlds.frameCell(0, row * 4 + column)
        return worlds.obstacles[cell] === 1 ? -1 : ask(cell)
      }),
    )
  expect(table((cell) => tables.distance(worlds.goals[0], cell))).toEqual([
    [7, 8, -1, 0],
    [6, -1, 2, 1],
    [5, 4, 3, 2],
  ])
  const [up, down, left, right] = [2, 4, 8, 16]
  expect(table((cell) => tables.towards(worlds.goals[0], cell))).toEqual([
    [down, left, -1, 0],
    [down, -1, right, up],
    [right, right, right | up, up],
  ])
})

test('no way is an error, not a walk without end', () => {
  const worlds = worldOf(['..#.'], [[0, 0]], [[0, 3]], 1) // prettier-ignore
  const tables = new DistanceTables(worlds)
  tables.open(0)
  expect(() => tables.distance(worlds.goals[0], worlds.positions[0])).toThrow('with a way between them')
})

test('tables are right after any run of goals, worlds and maps, however few slots there are', () => {
  const ask = fc.record({ world: fc.nat(2), goal: fc.nat(99), from: fc.nat(99), lay: fc.nat(20) })
  fc.assert(
    fc.property(
      fc.array(ask, { minLength: 1, maxLength: 80 }),
      fc.constantFrom(0, 1000, 1e6),
      (asks, budget) => {
        const worlds = new GridWorlds(3, 3, 10, 10, 1)
        const tables = new DistanceTables(worlds, budget)
        const maps = [uniformMap(1, 10, 0.2), uniformMap(2, 10, 0.3), uniformMap(3, 9, 0)]
        for (let w = 0; w < 3; w++) worlds.layMap(w, maps[0])
        for (const { world, goal, from, lay } of asks) {
          if (lay < maps.length) worlds.layMap(world, maps[lay])
          tables.open(world)
          const map = worlds.maps[world]
          const distances = distancesTo(map, goal)
          if (!(distances[goal] === 0 && distances[from] >= 0)) continue
          const goalCell = worlds.frameCell(world, goal)
          const cell = worlds.frameCell(world, from)
          const steps = [-map.columns, map.columns, -1, 1]
          const nearer = steps.map(
            (step) => distances[from] > 0 && distances[from + step] === distances[from] - 1,
          )
          // A step over the side of the map leads to the other side of the next row.
          if (from % map.columns === 0) nearer[2] = false
          if (from % map.columns === map.columns - 1) nearer[3] = false
          expect(tables.towards(goalCell, cell)).toBe(
            nearer.reduce((set, is, k) => set | (Number(is) << (k + 1)), 0),
          )
          expect(tables.distance(goalCell, cell)).toBe(distances[from])
          for (let action = 1; action < 5; action++) {
            const to = cell + worlds.offsets[action]
            if (worlds.obstacles[world * worlds.cells + to] === 1) continue
            expect(tables.nearer(goalCell, cell, to)).toBe(nearer[action - 1])
          }
        }
      },
    ),
    { numRuns: 100 },
  )
})

/** Steps to the goal by relaxing until nothing changes; -1 where there is no way. */
function distancesTo({ rows, columns, obstacles }: GridMap, goal: number): number[] {
  const distances: number[] = Array.from({ length: rows * columns }, (_, cell) =>
    cell === goal && obstacles[cell] === 0 ? 0 : -1,
  )
  for (let changed = true; changed;) {
    changed = false
    distances.forEach((distance, cell) => {
      if (distance < 0) return
      const column = cell % columns
      const beside = [
        cell - columns,
        cell + columns,
        column > 0 ? cell - 1 : -1,
        column < columns - 1 ? cell + 1 : -1,
      ]
      for (const next of beside) {
        if (obstacles[next] !== 0 || (distances[next] >= 0 && distances[next] <= distance + 1)) continue
        distances[next] = distance + 1
        changed = true
      }
    })
  }
  return distances
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLOCKED, DistanceTables, UNREACHABLE } from '../src/distance-tables.ts'
import { GridMap } from '../src/grid-map.ts'
import { uniformMap } from '../src/random-maps.ts'
import { GridWorlds } from '../src/worlds.ts'
import { worldOf } from './support/golden.ts'

test('distances on a small map', () => {
  const worlds = worldOf(['..#.', '.#..', '....'], [[0, 0]], [[0, 3]], 1) // prettier-ignore
  const tables = new DistanceTables(worlds, 0)
  tables.refresh()
  const rows = [0, 1, 2].map((row) => {
    const first = tables.offsets[0] + (row + 1) * worlds.stride + 1
    return [...tables.distances.subarray(first, first + 4)]
  })
  expect(rows).toEqual([
    [7, 8, BLOCKED, 0],
    [6, BLOCKED, 2, 1],
    [5, 4, 3, 2],
  ])
})

test('tables are right after any run of goals and maps, however few slots there are', () => {
  const goals = fc.array(fc.tuple(fc.nat(2), fc.nat(99)), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(goals, fc.nat(2), (walk, budget) => {
      const worlds = new GridWorlds(1, 3, 10, 10, 1)
      // Three agents need three slots.
      const tables = new DistanceTables(worlds, 0, 2 * worlds.cells * [0, 5, 1000][budget])
      const maps = [uniformMap(1, 10, 0.2), uniformMap(2, 10, 0.3)]
      worlds.layMap(0, maps[0])
      worlds.goals.fill(worlds.frameCell(0, maps[0].obstacles.indexOf(0)))
      for (const [k, [a, goal]] of walk.entries()) {
        if (k === 30) {
          worlds.layMap(0, maps[1])
          worlds.goals.fill(worlds.frameCell(0, maps[1].obstacles.indexOf(0)))
        }
        if (worlds.maps[0].obstacles[goal] === 0) worlds.goals[a] = worlds.frameCell(0, goal)
        tables.refresh()
        for (let agent = 0; agent < 3; agent++) {
          expectDistances(worlds, tables, agent)
        }
      }
    }),
    { numRuns: 15 },
  )
})

/** Zero at the goal alone, and elsewhere one more than the least of the neighbours. */
function expectDistances(worlds: GridWorlds, { distances, offsets }: DistanceTables, a: number): void {
  const { cells, obstacles, offsets: steps, goals } = worlds
  const at = (cell: number): number => distances[offsets[a] + cell]
  for (let cell = 0; cell < cells; cell++) {
    expect(at(cell) === BLOCKED).toBe(obstacles[cell] === 1)
    if (at(cell) >= UNREACHABLE) continue
    const nearest = Math.min(...[1, 2, 3, 4].map((action) => at(cell + steps[action])))
    const expected = cell === goals[a] ? 0 : nearest + 1
    if (distances[offsets[a] + cell] !== expected)
      expect.fail(`cell ${cell} is ${distances[offsets[a] + cell]}`)
  }
  expect(distances[offsets[a] + goals[a]]).toBe(0)
}

test('a way longer than the tables can hold is refused', () => {
  const rows = 400
  const columns = 401
  const obstacles = new Uint8Array(rows * columns)
  // A serpentine: every other row is a wall with one gap, on alternate sides.
  for (let row = 1; row < rows; row += 2) {
    obstacles.fill(1, row * columns, (row + 1) * columns)
    obstacles[row * columns + (row % 4 === 1 ? columns - 1 : 0)] = 0
  }
  const worlds = new GridWorlds(1, 1, rows, columns, 1)
  worlds.layMap(0, new GridMap(rows, columns, obstacles))
  worlds.goals[0] = worlds.frameCell(0, 0)
  expect(() => new DistanceTables(worlds, 0).refresh()).toThrow('a way of 65534 steps or more')
})

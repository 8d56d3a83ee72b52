import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { benchmarkWarehouseSource } from '../src/benchmark-sets.ts'
import { warehouseMap, fitWarehouse } from '../src/generators/warehouse-map.ts'
import { GridMap } from '../src/grid-map.ts'
import type { PooledMap } from '../src/pooled-map.ts'
import { PooledScenario } from '../src/pooled-scenario.ts'
import { ListedScenario } from '../src/scenario.ts'
import { DrawnTasks, ListedTasks } from '../src/task-streams.ts'
import { type Cell, golden, poolsOf } from './support/golden.ts'

interface PoolCase {
  readonly map: readonly string[]
  readonly agents: number
  readonly seed: number
  readonly radius: number
  readonly starts: readonly Cell[]
  readonly goals: readonly (readonly Cell[])[]
}

describe('starts and goals from pools', () => {
  test.each(golden<{ cases: PoolCase[] }>('pogema/24_pools').cases)(
    'as POGEMA draws them: $agents agents, seed $seed, radius $radius',
    ({ map, agents, seed, radius, starts, goals }) => {
      const scenario = new PooledScenario(poolsOf(map), agents, seed, radius)
      const [{ length: columns }] = map
      const cells = (list: readonly Cell[]): number[] => list.map(([row, column]) => row * columns + column)
      expect([...scenario.starts]).toEqual(cells(starts))
      goals.forEach((list, a) => expect(list.map((_, k) => scenario.goal(a, k))).toEqual(cells(list)))
    },
  )

  test('fewer agents are the first of more', () => {
    const source = benchmarkWarehouseSource()
    const few = source.scenario(9, 32)
    const many = source.scenario(9, 192)
    expect(few.starts).toEqual(many.starts.slice(0, 32))
    for (let k = 0; k < 20; k++) expect(few.goal(31, k)).toBe(many.goal(31, k))
  })

  test('without the shift nobody is sent where it stands', () => {
    const pooled = poolsOf(['@@..', '@@$$'])
    fc.assert(
      fc.property(fc.nat(2147483647), (seed) => {
        const scenario = new PooledScenario(pooled, 4, seed)
        for (let a = 0; a < 4; a++) {
          expect(pooled.starts).toContain(scenario.starts[a])
          for (let k = 0; k < 30; k++) {
            expect(pooled.goals).toContain(scenario.goal(a, k))
            expect(scenario.goal(a, k + 1)).not.toBe(scenario.goal(a, k))
          }
        }
      }),
    )
  })

  test('pools that cannot serve are refused', () => {
    const pooled = warehouseMap(fitWarehouse(8, 15))
    const make =
      (changed: Partial<PooledMap>, agents = 2) =>
      () =>
        new PooledScenario({ ...pooled, ...changed }, agents, 0)
    const [first, second] = pooled.starts
    const most = Math.min(pooled.starts.length, pooled.goals.length)
    expect(make({}, most)).not.toThrow()
    expect(make({}, most + 1)).toThrow(new RegExp(`agents: got ${most + 1}, .* 1 to ${most}, the cells`))
    expect(make({ starts: Int32Array.of(first, second, first) })).toThrow(/starts\[2\]: .* a cell of its own/)
    const shelf = pooled.map.obstacles.indexOf(1)
    expect(make({ goals: Int32Array.of(first, shelf) })).toThrow(
      /goals\[1\]: got ".*, blocked", .* a free cell/,
    )
    expect(make({ goals: Int32Array.of(first, 9999) })).toThrow(/goals\[1\]: got 9999/)
    expect(make({ goals: Int32Array.of(first, first) })).toThrow(/goals: got "one cell", .* two or more/)
    const parted = poolsOf(['@#@', '$#$'])
    expect(() => new PooledScenario(parted, 1, 0)).toThrow(/starts: got "row 0, column 2"/)
  })
})

test('goals of a list begin again, and are refused where their agent cannot get', () => {
  const map = GridMap.of(['..#.', '..#.'])
  const scenario = new ListedScenario(map, Int32Array.of(0, 3), [Int32Array.of(1, 4, 5), Int32Array.of(7)])
  expect(Array.from({ length: 5 }, (_, k) => scenario.goal(0, k))).toEqual([1, 4, 5, 1, 4])
  expect(scenario.goal(1, 8)).toBe(7)
  const make = (starts: number[], goals: number[][]) => () =>
    new ListedScenario(
      map,
      Int32Array.from(starts),
      goals.map((list) => Int32Array.from(list)),
    )
  expect(make([0, 3], [[1], [4]])).toThrow(
    /goals\[1\]\[0\]: got "row 1, column 0", .* "?row 0, column 3 can reach/,
  )
  expect(make([0, 0], [[1], [4]])).toThrow(/starts\[1\]/)
  expect(make([0, 3], [[1]])).toThrow(/goals: got "1 lists", expected 2/)
  expect(make([0], [[]])).toThrow(/goals\[0\]: got \[\], expected at least one cell/)
  expect(make([2], [[0]])).toThrow(/starts\[0\]: got "row 0, column 2, blocked"/)
})

describe('one stream of tasks', () => {
  const map = GridMap.of(['....', '.##.', '....'])
  const starts = Int32Array.of(0, 3)

  test('goes to whoever asks, and begins again where it is a list', () => {
    const tasks = new ListedTasks(map, starts, Int32Array.of(4, 8, 11))
    expect(tasks.shared).toBe(true)
    expect([tasks.goal(0, 0), tasks.goal(1, 1), tasks.goal(1, 2), tasks.goal(0, 3)]).toEqual([4, 8, 11, 4])
  })

  test('is the same for everybody and whenever asked, where it is drawn', () => {
    const pool = Int32Array.of(2, 7, 9)
    const forwards = new DrawnTasks(map, starts, pool, 6)
    const backwards = new DrawnTasks(map, starts, pool, 6)
    const numbers = Array.from({ length: 300 }, (_, k) => k)
    const cells = numbers.map((k) => forwards.goal(k % 2, k))
    expect(numbers.toReversed().map((k) => backwards.goal(0, k))).toEqual(cells.toReversed())
    expect(new Set(cells)).toEqual(new Set(pool))
    expect(numbers.map((k) => new DrawnTasks(map, starts, pool, 7).goal(0, k))).not.toEqual(cells)
  })

  test('is refused where some agent could not carry it out', () => {
    const parted = GridMap.of(['..#..'])
    expect(() => new ListedTasks(parted, Int32Array.of(0), Int32Array.of(1, 3))).toThrow(/tasks\[1\]: /)
    expect(() => new DrawnTasks(parted, Int32Array.of(0, 4), Int32Array.of(1), 0)).toThrow(/starts: /)
    expect(() => new DrawnTasks(parted, Int32Array.of(0), Int32Array.of(2), 0)).toThrow(
      /pool\[0\]: .*blocked/,
    )
    expect(() => new ListedTasks(parted, Int32Array.of(0), Int32Array.of())).toThrow(/tasks: got \[\]/)
  })
})

/** What the writers write, the readers read. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMap } from '../src/formats/map-file.ts'
import {
  type MovingAiEntry,
  readMovingAiScenario,
  writeMovingAiScenario,
} from '../src/formats/movingai-scenario.ts'
import { readMovingAiMap, writeMovingAiMap } from '../src/formats/movingai.ts'
import { writePogemaMap } from '../src/formats/pogema-map.ts'
import { RHCR_CELL_TYPES, type RhcrGrid, readRhcrGrid, writeRhcrGrid } from '../src/formats/rhcr-grid.ts'
import { readKivaMap, writeKivaMap } from '../src/formats/rhcr-kiva.ts'
import { readRhcrPaths, writeRhcrPaths } from '../src/formats/rhcr-paths.ts'
import { type ListedInstance, readScenarioFile, writeScenarioFile } from '../src/formats/scenario-file.ts'
import { readSolution, writeSolution } from '../src/formats/solution-file.ts'
import { GridMap } from '../src/grid-map.ts'
import { fileOf } from './support/golden.ts'

/** Maps of up to nine cells a side. */
const maps = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc
      .uint8Array({ minLength: rows * columns, maxLength: rows * columns, max: 1 })
      .map((obstacles) => new GridMap(rows, columns, obstacles)),
  )
const names = fc.string({ minLength: 1, maxLength: 8 }).map((name) => name.replace(/\s/g, '-'))
const cellsOf = (map: GridMap): number[] => [...map.components.cells].sort((a, b) => a - b)
/** Free cells of a map, none twice, at least `minLength`; of maps that have them. */
const subset = (map: GridMap, minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(cellsOf(map), { minLength, maxLength: Math.min(maxLength, cellsOf(map).length) })
const withFree = (count: number): fc.Arbitrary<GridMap> => maps.filter((map) => cellsOf(map).length >= count)
const ascending = (cells: readonly number[]): Int32Array => Int32Array.from(cells).sort()
/** Plans of any cells, right or wrong. */
const plans = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([agents, steps]) =>
    fc
      .array(fc.nat(8), { minLength: agents * steps, maxLength: agents * steps })
      .map((cells) => ({ agents, positions: Int32Array.from(cells) })),
  )

test('MovingAI maps', () => {
  fc.assert(
    fc.property(maps, (map) => {
      const file = fileOf('test', writeMovingAiMap(map))
      expect(readMovingAiMap(file)).toEqual(map)
      expect(readMap(file)).toEqual({ format: 'movingai', map })
    }),
  )
})

test('MovingAI scenarios', () => {
  const size = fc.integer({ min: 1, max: 40_000 })
  const cell = fc.nat(999_999_999)
  const entries = fc
    .record({ bucket: fc.nat(9999), mapName: names, rows: size, columns: size, start: cell, goal: cell })
    .chain(({ start, goal, ...rest }) =>
      fc.double({ min: 0, max: 1e15, noNaN: true }).map((optimalLength): MovingAiEntry => ({
        ...rest,
        start: start % (rest.rows * rest.columns),
        goal: goal % (rest.rows * rest.columns),
        optimalLength: optimalLength + 0,
      })),
    )
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 5 }), (list) => {
      expect(readMovingAiScenario(fileOf('test', writeMovingAiScenario(list)))).toEqual(list)
    }),
  )
})

test('POGEMA maps with agents', () => {
  const files = withFree(2).chain((map) =>
    subset(map, 2, 52).map((cells) => {
      const agents = cells.length >> 1
      const starts = Int32Array.from(cells.slice(0, agents))
      return { map, agents: { starts, goals: Int32Array.from(cells.slice(agents, 2 * agents)) } }
    }),
  )
  fc.assert(
    fc.property(files, (what) => {
      const file = fileOf('test', writePogemaMap(what))
      const { map, ...rest } = readMap(file)
      expect(rest).toEqual({ format: 'pogema', agents: what.agents })
      expect(map.lines()).toEqual(what.map.lines())
    }),
  )
})

test('POGEMA maps with pools', () => {
  const files = withFree(2).chain((map) => {
    const free = cellsOf(map)
    return fc
      .tuple(subset(map, 1, free.length - 1), subset(map, 1, free.length))
      .map(([starts, goals]) => ({ map, pools: { starts: ascending(starts), goals: ascending(goals) } }))
  })
  fc.assert(
    fc.property(files, (what) => {
      const found = readMap(fileOf('test', writePogemaMap(what)))
      expect(found.pools).toEqual(what.pools)
      expect(found.map.lines()).toEqual(what.map.lines())
    }),
  )
})

test('kiva maps', () => {
  const files = withFree(1).chain((map) =>
    fc
      .tuple(subset(map, 0, 81), fc.nat(81), fc.nat(999_999_999), fc.nat(999_999_999))
      .map(([cells, homes, agentCount, maxTime]) => {
        const pools = { starts: ascending(cells.slice(0, homes)), goals: ascending(cells.slice(homes)) }
        return { map, pools, agentCount, maxTime }
      }),
  )
  fc.assert(
    fc.property(files, (what) => {
      const file = fileOf('test', writeKivaMap(what))
      const { map, ...rest } = readKivaMap(file)
      expect({ ...rest, map: map.lines() }).toEqual({ ...what, map: what.map.lines() })
      expect(readMap(file)).toMatchObject({ format: 'rhcr-kiva', pools: what.pools })
    }),
  )
})

test('RHCR grids', () => {
  const size = fc.integer({ min: 1, max: 5 })
  const weight = fc.oneof(fc.constant(Infinity), fc.double({ min: 0, max: 1e9, noNaN: true }))
  const grids = fc.tuple(size, size, fc.boolean()).chain(([rows, columns, hasStations]) => {
    const cells = rows * columns
    const list = <T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
      fc.array(of, { minLength: length, maxLength: length })
    const station = names.map((name) => name.replaceAll(',', ';'))
    return fc
      .tuple(list(fc.constantFrom(...RHCR_CELL_TYPES), cells), list(station, cells), list(weight, 5 * cells))
      .map(([types, stations, weights]): RhcrGrid => {
        const leaves = (i: number): boolean => {
          const cell = Math.floor(i / 5)
          const ends = [cell < 0, cell < columns, cell >= cells - columns, cell % columns === 0]
          return [...ends, cell % columns === columns - 1][i % 5]
        }
        const inside = weights.map((value, i) => (leaves(i) ? Infinity : value))
        return {
          rows,
          columns,
          types,
          stations: hasStations ? stations : null,
          weights: Float64Array.from(inside),
        }
      })
  })
  fc.assert(
    fc.property(grids, (grid) => {
      expect(readRhcrGrid(fileOf('test', writeRhcrGrid(grid)))).toEqual(grid)
    }),
  )
})

test('RHCR paths', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(readRhcrPaths(fileOf('test', writeRhcrPaths(plan))).plan).toEqual(plan)
    }),
  )
})

test('solutions', () => {
  const square = new GridMap(3, 3, new Uint8Array(9))
  const note = fc
    .tuple(names, fc.string({ unit: 'binary' }))
    .map(([name, value]) => `_${name}=${value.replace(/[\0\r\n]/g, '')}`)
    .filter((line) => !/\p{Surrogate}/u.test(line))
  fc.assert(
    fc.property(plans, fc.array(note, { maxLength: 3 }), fc.boolean(), (plan, notes, hasGoals) => {
      const goals = hasGoals ? plan.positions.slice(0, plan.agents) : null
      const { origin, ...read } = readSolution(
        fileOf('test', writeSolution({ plan, goals, notes }, square)),
        square,
      )
      expect(read).toEqual({ plan, goals, notes })
      expect(origin.lineOf(0, 0)).toBe(4 + notes.length + (hasGoals ? 1 : 0))
    }),
  )
})

test('benchmark instances', () => {
  const instance = withFree(1).chain((map) =>
    fc
      .tuple(
        subset(map, 1, 6),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        names,
        names,
        fc.nat(999_999_999),
      )
      .map(([cells, picks, name, mapName, seed]) => {
        const { labels, cells: members, starts: bounds } = map.components
        const goals = cells.map((cell) => {
          const first = bounds[labels[cell]]
          const count = bounds[labels[cell] + 1] - first
          return Int32Array.from(picks, (pick) => members[first + (pick % count)])
        })
        return { name, mapName, seed, map, starts: Int32Array.from(cells), goals }
      }),
  )
  const files = fc.record({
    horizon: fc.integer({ min: 1, max: 999_999_999 }),
    agentCounts: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
    scenarios: fc.array(instance, { minLength: 1, maxLength: 3 }),
  })
  fc.assert(
    fc.property(files, (file) => {
      const { scenarios, ...rest } = readScenarioFile(fileOf('test', writeScenarioFile(file)))
      expect(rest).toEqual({ horizon: file.horizon, agentCounts: file.agentCounts })
      const plain = ({ map, name, mapName, seed, starts, goals }: ListedInstance): unknown => ({
        map: map.lines(),
        names: [name, mapName, seed],
        agents: [starts, goals],
      })
      expect(scenarios.map(plain)).toEqual(file.scenarios.map(plain))
      scenarios.forEach(({ goal }, s) =>
        file.scenarios[s].goals.forEach((goals, a) =>
          expect(goal(a, goals.length + 1)).toBe(goals[1 % goals.length]),
        ),
      )
    }),
  )
})

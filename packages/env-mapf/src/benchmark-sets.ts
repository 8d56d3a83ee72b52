/**
 * The POGEMA benchmark's sets from seeds: maps `benchmarkRandomMap`, `benchmarkMaze`, `benchmarkWarehouse`, and sources
 * `benchmarkRandomSource`, `benchmarkMazesSource`, `benchmarkWarehouseSource`.
 */
import { Pcg64 } from '@gauntlet/core'
import { mazeMap, sampleMazeShape } from './generators/maze-map.ts'
import { warehouseMap } from './generators/warehouse-map.ts'
import { GridMap } from './grid-map.ts'
import { type InstanceSource, withDrawnTasks } from './instance-source.ts'
import { type PooledMap, pick } from './pooled-map.ts'
import { PooledScenario } from './pooled-scenario.ts'
import { type Scenario, SeededScenario } from './scenario.ts'

/** Scenarios of a set, and the shortest and longest side of the sets' random maps and mazes, in cells. */
const SCENARIOS = 128
const SHORTEST = 17
const LONGEST = 21
/** Seed of the starts and goals in all scenarios of the random and of the mazes set. */
const SCENARIO_SEED = 0
/** How far the benchmark's agents see: the warehouse's goals depend on it, see `PooledScenario`. */
const RADIUS = 5

/**
 * The map `validation-random-seed-SSS`: 17 to 21 cells a side, 10 to 30 % of them blocked.
 *
 * Source: pogema-toolbox, generators of the random set, bit for bit.
 */
export function benchmarkRandomMap(seed: number): GridMap {
  const sizes = new Pcg64(seed)
  const columns = sizes.integers(SHORTEST, LONGEST + 1)
  const rows = sizes.integers(SHORTEST, LONGEST + 1)
  const density = sizes.uniform(0.1, 0.3)
  const obstacles = new Uint8Array(rows * columns)
  const places = new Pcg64(seed)
  for (let left = Math.floor(columns * rows * density); left > 0;) {
    const column = places.integers(0, columns)
    const cell = places.integers(0, rows) * columns + column
    if (obstacles[cell] === 0) left--
    obstacles[cell] = 1
  }
  return new GridMap(rows, columns, obstacles)
}

/** The map `validation-mazes-seed-SSS`: 17, 19 or 21 cells a side. */
export function benchmarkMaze(seed: number): GridMap {
  return mazeMap(sampleMazeShape(SHORTEST, LONGEST, seed), seed)
}

/**
 * The map `wfi_warehouse`, 33 x 46 cells, which is RHCR's kiva map.
 *
 * Agents start anywhere but at home, which is two pairs of columns in each side margin but for every fourth row. Goals
 * are anywhere but above and below shelves. (RHCR has it the other way round, and neither in the corridors.)
 * Source: the starts and goals of all published scenarios, which are in no other cell.
 */
export function benchmarkWarehouse(): PooledMap {
  const { map, goals: shelfSides } = warehouseMap({
    shelfWidth: 10,
    shelfHeight: 1,
    shelvesPerRow: 3,
    shelfRows: 8,
    sideMargin: 7,
    endMargin: 2,
    horizontalGap: 1,
    verticalGap: 3,
  })
  const free = (row: number, column: number): boolean => map.obstacles[row * map.columns + column] === 0
  const home = (row: number, column: number): boolean => {
    const fromSide = Math.min(column, map.columns - 1 - column)
    return row % 4 !== 0 && fromSide < 6 && fromSide % 3 !== 0
  }
  const beside = new Set(shelfSides)
  return {
    map,
    starts: pick(map, (row, column) => free(row, column) && !home(row, column)),
    goals: pick(map, (row, column) => free(row, column) && !beside.has(row * map.columns + column)),
  }
}

/** The 128 scenarios of `01-random`, with endless goals. */
export function benchmarkRandomSource(): InstanceSource {
  return mapsSource((randomMaps ??= Array.from({ length: SCENARIOS }, (_, seed) => benchmarkRandomMap(seed))))
}

/** The 128 scenarios of `02-mazes`, with endless goals. */
export function benchmarkMazesSource(): InstanceSource {
  return mapsSource((mazes ??= Array.from({ length: SCENARIOS }, (_, seed) => benchmarkMaze(seed))))
}

/** The 128 scenarios of `03-warehouse`, with endless goals. */
export function benchmarkWarehouseSource(): InstanceSource {
  const pooled = (warehouse ??= benchmarkWarehouse())
  return {
    instances: SCENARIOS,
    rows: pooled.map.rows,
    columns: pooled.map.columns,
    capacity: Math.min(pooled.starts.length, pooled.goals.length),
    scenario: kept((index, agents) => new PooledScenario(pooled, agents, index, RADIUS)),
    shared: (index, agents) =>
      withDrawnTasks(new PooledScenario(pooled, agents, index, RADIUS), pooled.goals, index),
  }
}

let randomMaps: readonly GridMap[] | undefined
let mazes: readonly GridMap[] | undefined
let warehouse: PooledMap | undefined

function mapsSource(maps: readonly GridMap[]): InstanceSource {
  return {
    instances: maps.length,
    rows: LONGEST,
    columns: LONGEST,
    capacity: Math.min(...maps.map((map) => map.components.capacity)),
    scenario: kept((index, agents) => new SeededScenario(maps[index], agents, SCENARIO_SEED)),
  }
}

/** Keeps what a function made for each index, since published instances are played again and again. */
function kept(
  make: (index: number, agents: number) => Scenario,
): (index: number, agents: number) => Scenario {
  const scenarios = new Map<number, Scenario>()
  return (index, agents) => {
    let scenario = scenarios.get(index)
    if (scenario === undefined || scenario.starts.length !== agents) {
      scenario = make(index, agents)
      scenarios.set(index, scenario)
    }
    return scenario
  }
}

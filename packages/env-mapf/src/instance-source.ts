/** Where worlds come from: `InstanceSource` and its four kinds. */
import { type FileContent, GauntletError, ParameterError } from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'
import { readMovingAiMap } from './movingai.ts'
import {
  BENCHMARK_RANDOM_MAPS,
  BENCHMARK_RANDOM_SIDE,
  benchmarkRandomMap,
  uniformMap,
} from './random-maps.ts'
import { readScenarioFile } from './scenario-file.ts'
import { type Scenario, SeededScenario } from './scenario.ts'

/** Numbered scenarios for some number of agents. */
export interface InstanceSource {
  /** Scenarios are numbered below it. */
  readonly instances: number
  /** Rows and columns of the largest map. */
  readonly rows: number
  readonly columns: number
  /** Most agents that every scenario, or where chance makes the maps, any of them, can host. */
  readonly capacity: number
  /** Scenario number `index` with the first `agents` agents; `agents` is at most `capacity`. */
  scenario(index: number, agents: number): Scenario
}

/** numpy seeds that number scenarios: those of 31 bits. */
const SEEDS = 2147483648
/** Seeds tried before a density is held to be too high for the number of agents, unless that were too many cells. */
const MOST_TRIES = 1000
const MOST_CELLS_TRIED = 16777216
/** Seed of the starts and goals in all scenarios of the benchmark's random set. */
const BENCHMARK_SCENARIO_SEED = 0

/** The 128 scenarios of the POGEMA benchmark's random set, `01-random`, with endless goals. */
export function benchmarkRandomSource(): InstanceSource {
  const maps = benchmarkRandomMaps()
  return {
    instances: maps.length,
    rows: BENCHMARK_RANDOM_SIDE,
    columns: BENCHMARK_RANDOM_SIDE,
    capacity: Math.min(...maps.map((map) => map.components.capacity)),
    scenario: kept((index, agents) => new SeededScenario(maps[index], agents, BENCHMARK_SCENARIO_SEED)),
  }
}

let randomMaps: readonly GridMap[] | undefined

function benchmarkRandomMaps(): readonly GridMap[] {
  randomMaps ??= Array.from({ length: BENCHMARK_RANDOM_MAPS }, (_, seed) => benchmarkRandomMap(seed))
  return randomMaps
}

/**
 * Scenarios of POGEMA's `GridConfig(seed, size, density, num_agents)`, numbered by their seed.
 *
 * A seed whose map cannot host the agents, which POGEMA refuses, stands for the next one that can.
 * Errors: GauntletError where 1000 seeds in a row cannot; of maps of more than 129 cells a side, fewer.
 */
export function generatedSource(size: number, density: number): InstanceSource {
  const tries = Math.min(MOST_TRIES, Math.ceil(MOST_CELLS_TRIED / (size * size)))
  return {
    instances: SEEDS,
    rows: size,
    columns: size,
    capacity: (size * size) >> 1,
    scenario(index, agents) {
      for (let tried = 0; tried < tries; tried++) {
        const seed = (index + tried) % SEEDS
        const map = uniformMap(seed, size, density)
        if (map.components.capacity >= agents) return new SeededScenario(map, agents, seed)
      }
      throw new GauntletError(
        'instance',
        `no map of ${tries} from seed ${index} on (size ${size}, density ${density}) hosts ${agents} agents; ` +
          'ask for fewer agents, a larger map or a lower density',
      )
    },
  }
}

/** Starts and goals on a MovingAI map by POGEMA's rule, numbered by their numpy seed. Errors: ParameterError. */
export function mapFileSource(file: FileContent): InstanceSource {
  const map = parsed(file, maps, readMovingAiMap)
  requireRoom(file, map)
  return {
    instances: SEEDS,
    rows: map.rows,
    columns: map.columns,
    capacity: map.components.capacity,
    scenario: (index, agents) => new SeededScenario(map, agents, index),
  }
}

/** Refuses a map on which nobody could walk from a start to a goal. */
function requireRoom(file: FileContent, map: GridMap): void {
  const { cells, capacity } = map.components
  if (capacity > 0) return
  const free = `${cells.length} free ${cells.length === 1 ? 'cell' : 'cells'}, of which no two lie side by side`
  throw new ParameterError(file.name, free, 'a map with a start and a goal for at least one agent')
}

/** The scenarios of a benchmark instance file, goals beginning again when they run out. Errors: ParameterError. */
export function scenarioFileSource(file: FileContent): InstanceSource {
  const { scenarios } = parsed(file, scenarioFiles, readScenarioFile)
  return {
    instances: scenarios.length,
    rows: Math.max(...scenarios.map(({ map }) => map.rows)),
    columns: Math.max(...scenarios.map(({ map }) => map.columns)),
    capacity: Math.min(...scenarios.map(({ starts }) => starts.length)),
    scenario: (index) => scenarios[index],
  }
}

/** Files are described before they are played: what has been read is kept as long as the file's bytes. */
const maps: WeakMap<Uint8Array, GridMap> = new WeakMap()
const scenarioFiles: WeakMap<Uint8Array, ReturnType<typeof readScenarioFile>> = new WeakMap()

function parsed<T>(file: FileContent, known: WeakMap<Uint8Array, T>, read: (file: FileContent) => T): T {
  const value = known.get(file.bytes) ?? read(file)
  known.set(file.bytes, value)
  return value
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

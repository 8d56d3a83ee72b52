/**
 * Where worlds come from: `InstanceSource`; of maps drawn from seeds `seededSource` and `generatedSource`, of files
 * `mapFileSource` and `scenarioFileSource`.
 */
import { type FileContent, GauntletError, ParameterError } from '@gauntlet/core'
import { uniformMap } from './generators/uniform-map.ts'
import type { GridMap } from './grid-map.ts'
import { readMovingAiMap } from './formats/movingai.ts'
import { readScenarioFile } from './formats/scenario-file.ts'
import { type Scenario, SeededScenario } from './scenario.ts'

export { benchmarkRandomSource } from './benchmark-sets.ts'

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
export const SEEDS = 2147483648
/** Seeds tried before maps are held to be too small for the number of agents, unless that were too many cells. */
const MOST_TRIES = 1000
const MOST_CELLS_TRIED = 16777216

/** Scenarios of POGEMA's `GridConfig(seed, size, density, num_agents)`, numbered by their seed. */
export function generatedSource(size: number, density: number): InstanceSource {
  return seededSource(
    { rows: size, columns: size, capacity: (size * size) >> 1 },
    `size ${size}, density ${density}`,
    (seed) => uniformMap(seed, size, density),
  )
}

/**
 * Scenarios whose maps, starts and goals come from one numpy seed each, their number; starts and goals by POGEMA's rule.
 *
 * A seed whose map cannot host the agents, which POGEMA refuses, stands for the next one that can.
 * Errors: GauntletError where 1000 seeds in a row cannot; of maps of more than 129 cells a side, fewer.
 *
 * @param settings what the maps are drawn from, for that message
 */
export function seededSource(
  limits: Pick<InstanceSource, 'rows' | 'columns' | 'capacity'>,
  settings: string,
  mapOf: (seed: number) => GridMap,
): InstanceSource {
  const tries = Math.min(MOST_TRIES, Math.ceil(MOST_CELLS_TRIED / (limits.rows * limits.columns)))
  return {
    ...limits,
    instances: SEEDS,
    scenario(index, agents) {
      for (let tried = 0; tried < tries; tried++) {
        const seed = (index + tried) % SEEDS
        const map = mapOf(seed)
        if (map.components.capacity >= agents) return new SeededScenario(map, agents, seed)
      }
      throw new GauntletError(
        'instance',
        `no map of ${tries} from seed ${index} on (${settings}) hosts ${agents} agents; ` +
          'ask for fewer agents, a larger map or a lower density',
      )
    },
  }
}

/** Starts and goals on a MovingAI map by POGEMA's rule, numbered by their numpy seed. Errors: ParameterError. */
export function mapFileSource(file: FileContent): InstanceSource {
  const map = mapOfFile(file)
  return {
    instances: SEEDS,
    rows: map.rows,
    columns: map.columns,
    capacity: map.components.capacity,
    scenario: (index, agents) => new SeededScenario(map, agents, index),
  }
}

/** A MovingAI map on which somebody can walk from a start to a goal. Errors: ParameterError. */
export function mapOfFile(file: FileContent): GridMap {
  const map = parsed(file, maps, readMovingAiMap)
  const { cells, capacity } = map.components
  if (capacity > 0) return map
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

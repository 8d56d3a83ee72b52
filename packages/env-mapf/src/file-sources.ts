/** Worlds from files that the user brings: `mapFileSource`, `movingAiSource`, `scenarioFileSource`, `citySource`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { type MapFile, type StartsAndGoals, readMap } from './formats/map-file.ts'
import { readMovingAiScenario } from './formats/movingai-scenario.ts'
import { type ListedInstance, readScenarioFile } from './formats/scenario-file.ts'
import { validateInstance } from './formats/validate.ts'
import { cityCut } from './generators/city-cut.ts'
import type { GridMap } from './grid-map.ts'
import { type InstanceSource, SEEDS, pooledSource, seededSource, withDrawnTasks } from './instance-source.ts'
import { ListedScenario, type Scenario, SeededScenario } from './scenario.ts'
import { ListedTasks } from './task-streams.ts'

/**
 * Worlds on the map in a file of any known format, numbered by the numpy seed of their starts and goals; these by
 * POGEMA's rule, from the file's pools where it has any. A file with agents of its own holds one scenario, each agent
 * with one goal. Errors: ParameterError.
 */
export function mapFileSource(file: FileContent): InstanceSource {
  const { map, agents, pools } = mapOfFile(file)
  if (pools !== undefined) return pooledSource({ map, ...pools })
  const { rows, columns } = map
  if (agents !== undefined) return givenAgents(map, agents, agents.starts.length, file.name)
  const { capacity, cells, starts: components } = map.components
  const scenario = (index: number, count: number): Scenario => new SeededScenario(map, count, index)
  return {
    instances: SEEDS,
    rows,
    columns,
    capacity,
    scenario,
    ...(components.length === 2 && {
      shared: (index, count) => withDrawnTasks(scenario(index, count), cells, index),
    }),
  }
}

/**
 * The map in one file with the starts and goals in another, a MovingAI `.scen`: of its entries the first so many as there
 * are agents, at most as many as have starts and goals of their own. Errors: ParameterError.
 */
export function movingAiSource(file: FileContent, scenario: FileContent): InstanceSource {
  const { map } = mapOfFile(file)
  const entries = readMovingAiScenario(scenario, map)
  const starts = Int32Array.from(entries, ({ start }) => start)
  const goals = Int32Array.from(entries, ({ goal }) => goal)
  return givenAgents(map, { starts, goals }, Math.min(distinct(starts), distinct(goals)), scenario.name)
}

/** How many of the first cells are all different. */
function distinct(cells: Int32Array): number {
  const met = new Set<number>()
  const twice = cells.findIndex((cell) => met.size === met.add(cell).size)
  return twice < 0 ? cells.length : twice
}

/** One scenario, each of the first `capacity` agents with one goal. */
function givenAgents(
  map: GridMap,
  { starts, goals }: StartsAndGoals,
  capacity: number,
  name: string,
): InstanceSource {
  const lists = Array.from(goals.subarray(0, capacity), (goal) => Int32Array.of(goal))
  const instance = { map, starts: starts.slice(0, capacity), goals: lists }
  const [problem] = validateInstance(instance, 1)
  if (problem !== undefined) throw new ParameterError(name, problem.given, problem.allowed)
  const scenario = new ListedScenario(map, instance.starts, lists)
  const { rows, columns } = map
  return { instances: 1, rows, columns, capacity, scenario: () => scenario }
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
    shared: (index, agents) => inTurn(scenarios[index], agents),
  }
}

/** All goals of the first agents as one stream: the first of each, the second of each, and so on. */
function inTurn({ map, starts, goals }: ListedInstance, agents: number): Scenario {
  const tasks: number[] = []
  const lists = goals.slice(0, agents)
  const longest = Math.max(...lists.map((list) => list.length))
  for (let k = 0; k < longest; k++) {
    for (const list of lists) if (k < list.length) tasks.push(list[k])
  }
  return new ListedTasks(map, starts.subarray(0, agents), Int32Array.from(tasks))
}

/** Windows of `size` cells a side of the map in a file. Errors: ParameterError, also where the map is smaller. */
export function citySource(file: FileContent, size: number, path: string): InstanceSource {
  const { map } = mapOfFile(file)
  const most = Math.min(map.rows, map.columns)
  if (!(Number.isInteger(size) && size >= 1 && size <= most)) {
    const allowed = `a whole number from 1 to ${most}, the shorter side of ${file.name}`
    throw new ParameterError(path, size, allowed)
  }
  return seededSource(
    { rows: size, columns: size, capacity: Math.min(map.components.capacity, (size * size) >> 1) },
    `${file.name}, size ${size}`,
    (seed) => cityCut(map, size, size, seed),
    true,
  )
}

/** Whether the map in a file says where each agent starts and goes. Errors: ParameterError. */
export function hasOwnAgents(file: FileContent): boolean {
  return mapOfFile(file).agents !== undefined
}

/** A map on which somebody can walk from a start to a goal. */
function mapOfFile(file: FileContent): MapFile {
  const content = parsed(file, maps, readMap)
  const { cells, capacity } = content.map.components
  if (capacity > 0) return content
  const free = `${cells.length} free ${cells.length === 1 ? 'cell' : 'cells'}, of which no two lie side by side`
  throw new ParameterError(file.name, free, 'a map with a start and a goal for at least one agent')
}

/** Files are described before they are played: what has been read is kept as long as the file's bytes. */
const maps: WeakMap<Uint8Array, MapFile> = new WeakMap()
const scenarioFiles: WeakMap<Uint8Array, ReturnType<typeof readScenarioFile>> = new WeakMap()

function parsed<T>(file: FileContent, known: WeakMap<Uint8Array, T>, read: (file: FileContent) => T): T {
  const value = known.get(file.bytes) ?? read(file)
  known.set(file.bytes, value)
  return value
}

/** Benchmark instance files: `readScenarioFile`, `writeScenarioFile`, `ScenarioFile`. */
import type { FileContent } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { ListedScenario, type Scenario } from '../scenario.ts'
import { LineReader } from './line-reader.ts'
import { requireText, requireWhole } from './requirements.ts'
import { drawRows, obstaclesOf, readSymbols } from './symbols.ts'
import { type MapfInstance, requireValid, validateInstance } from './validate.ts'

/** An instance with what a file says of it. Goals begin again from the first when they run out. */
export interface ListedInstance extends MapfInstance {
  /** Names of the instance and its map, without blanks. */
  readonly name: string
  readonly mapName: string
  /** The seed that it was made from, 0 to 999,999,999. */
  readonly seed: number
}

/** What a file holds: instances, and how they are meant to be played. */
export interface InstanceList<T extends ListedInstance = ListedInstance> {
  /** Steps of an episode when the instances were published. */
  readonly horizon: number
  /** Numbers of agents with which they were published. */
  readonly agentCounts: readonly number[]
  readonly scenarios: readonly T[]
}

/** The instances of a file, ready to be played. */
export type ScenarioFile = InstanceList<ListedInstance & Scenario>

/**
 * Reads a benchmark instance file.
 *
 * Line 1: number of scenarios, episode length, number of agent counts, the agent counts. Each scenario: a line
 * `name map-name seed rows columns agents`; the map, `rows` lines of `.` (free) and `#` (blocked); for every agent a
 * line of numbers: start row, start column, number of goals, and as many pairs `row column`, visited in order.
 * Errors: ParameterError naming file and line; also where an agent starts or is sent where it cannot be.
 * Source: the instances of the POGEMA benchmark (Skrynnik et al. 2024, arXiv 2407.14931), as exported for Gauntlet.
 */
export function readScenarioFile(file: FileContent): ScenarioFile {
  const reader = new LineReader(file)
  const header = reader.words('numbers of scenarios, steps and agent counts')
  const count = reader.whole(header[0], 'number of scenarios', 1)
  const horizon = reader.whole(header[1], 'episode length', 1)
  const counts = reader.whole(header[2], 'number of agent counts')
  if (header.length !== 3 + counts) reader.fail(header.join(' '), `3 numbers and ${counts} agent counts`)
  const agentCounts = header.slice(3).map((word) => reader.whole(word, 'agent count', 1))
  const scenarios: (ListedInstance & Scenario)[] = []
  for (let index = 0; index < count; index++) {
    scenarios.push(readScenario(reader, `scenario ${index + 1} of ${count}`))
  }
  reader.end(`${count} scenarios`)
  return { horizon, agentCounts, scenarios }
}

function readScenario(reader: LineReader, which: string): ListedInstance & Scenario {
  const form = `${which}: name, map name, seed, rows, columns, agents`
  const header = reader.words(form)
  if (header.length !== 6) reader.fail(header.join(' '), form)
  const [name, mapName] = header.slice(0, 2).map((word) => reader.text(word))
  const seed = reader.whole(header[2], 'seed')
  const rows = reader.whole(header[3], 'rows', 1)
  const columns = reader.whole(header[4], 'columns', 1)
  const agents = reader.whole(header[5], 'agents', 1)
  const symbols = readSymbols(reader, rows, columns, '.#', '. (free) or # (blocked)')
  const map = new GridMap(rows, columns, obstaclesOf(symbols, '#'))
  const firstLine = reader.line + 1
  const starts: number[] = []
  const goals: Int32Array[] = []
  for (let a = 0; a < agents; a++) {
    const cells = readAgent(reader, `agent ${a + 1} of ${agents}`, map)
    starts.push(cells[0])
    goals.push(cells.slice(1))
  }
  const instance = { name, mapName, seed, map, starts: Int32Array.from(starts), goals }
  requireValid(validateInstance(instance, 1, { file: reader.name, lineOf: (a) => firstLine + a }))
  const listed = new ListedScenario(map, instance.starts, goals)
  return { ...instance, shared: false, goal: (a, k) => listed.goal(a, k) }
}

/** An agent's start and goals as cells of the map. */
function readAgent(reader: LineReader, which: string, map: GridMap): Int32Array {
  const words = reader.words(`${which}: start row, start column, number of goals, goals`)
  const count = reader.whole(words[2], 'number of goals', 1)
  if (words.length !== 3 + 2 * count) {
    reader.fail(`${words.length - 3} numbers after the number of goals`, `${2 * count} for ${count} goals`)
  }
  const cells = new Int32Array(1 + count)
  cells[0] = readCell(reader, words[0], words[1], 'start', map)
  for (let k = 1; k <= count; k++)
    cells[k] = readCell(reader, words[1 + 2 * k], words[2 + 2 * k], `goal ${k}`, map)
  return cells
}

function readCell(
  reader: LineReader,
  row: string | undefined,
  column: string | undefined,
  what: string,
  map: GridMap,
): number {
  const r = reader.whole(row, `${what} row`, 0, map.rows - 1)
  return r * map.columns + reader.whole(column, `${what} column`, 0, map.columns - 1)
}

/**
 * The text of a benchmark instance file, as `readScenarioFile` reads it.
 *
 * Errors: ParameterError where that would refuse it, naming the field.
 */
export function writeScenarioFile({ horizon, agentCounts, scenarios }: InstanceList): string {
  requireWhole(scenarios.length, 'scenarios.length', 1)
  requireWhole(horizon, 'horizon', 1)
  agentCounts.forEach((count, k) => requireWhole(count, `agentCounts[${k}]`, 1))
  const header = [scenarios.length, horizon, agentCounts.length, ...agentCounts].join(' ')
  return `${[header, ...scenarios.flatMap(scenarioLines)].join('\n')}\n`
}

function scenarioLines(instance: ListedInstance, index: number): string[] {
  const { name, mapName, seed, map, starts, goals } = instance
  const path = `scenarios[${index}]`
  requireText(name, `${path}.name`, /\s/, 'a word without blanks')
  requireText(mapName, `${path}.mapName`, /\s/, 'a word without blanks')
  requireWhole(seed, `${path}.seed`)
  requireWhole(starts.length, `${path}.starts.length`, 1)
  requireValid(validateInstance(instance, 1))
  const pair = (cell: number): string => `${Math.floor(cell / map.columns)} ${cell % map.columns}`
  return [
    [name, mapName, seed, map.rows, map.columns, starts.length].join(' '),
    ...drawRows(map, (cell) => (map.obstacles[cell] === 1 ? '#' : '.')),
    ...goals.map((list, a) => [pair(starts[a]), list.length, ...Array.from(list, pair)].join(' ')),
  ]
}

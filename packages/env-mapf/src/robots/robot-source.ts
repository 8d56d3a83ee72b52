/** Where worlds of robots come from: `RobotSource`, `robotSourceOf`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { lineOfEntry, readAgentFile, readTaskFile } from '../formats/league-lists.ts'
import { readMovingAiMap } from '../formats/movingai.ts'
import type { GridMap } from '../grid-map.ts'
import { requireRoom } from '../source-choice.ts'
import { connectedSource, roomsSource, sortationSource, warehouseSource } from '../generator-sources.ts'
import type { InstanceSource } from '../instance-source.ts'
import type { RobotParameters } from './robot-parameters.ts'
import { DrawnErrands, ListedErrands, type RobotScenario } from './robot-scenario.ts'

/** Numbered scenarios for some number of robots. */
export interface RobotSource {
  /** Scenarios are numbered below it. */
  readonly instances: number
  /** Rows and columns of the largest map, and most robots that it can host. */
  readonly rows: number
  readonly columns: number
  readonly capacity: number
  scenario(index: number, agents: number): RobotScenario
}

/** Most cells of a map of a file, with its border. */
const MOST_CELLS = 67108864
const FILES = ['mapFile', 'agentFile', 'taskFile'] as const

/** The least sides of maps that have to hold shelves or chutes. */
const LEAST: Readonly<Partial<Record<RobotParameters['instances'], number>>> = {
  warehouse: 15,
  sortation: 13,
}

/** The source that the parameters ask for. Errors: ParameterError where it cannot be, or cannot host the robots. */
export function robotSourceOf(id: string, parameters: RobotParameters): RobotSource {
  const { agents, instances } = parameters
  const source = instances === 'problem' ? problemSource(id, parameters) : generated(id, parameters)
  if (agents <= source.capacity) return source
  if (instances === 'random') requireRoom(id, source.capacity, parameters)
  const allowed = `a whole number from 1 to ${source.capacity}, the most that ${instances} instances can host`
  throw new ParameterError(`${id}.agents`, agents, allowed)
}

function generated(id: string, parameters: RobotParameters): RobotSource {
  const { instances, size, density, errands } = parameters
  for (const name of FILES) {
    const given = parameters[name]
    if (given === null) continue
    throw new ParameterError(`${id}.${name}`, given.name, `no file, since instances is ${instances}`)
  }
  const least = LEAST[instances] ?? 0
  if (size < least) {
    const allowed = `a whole number from ${least} to 1024, since instances is ${instances}`
    throw new ParameterError(`${id}.size`, size, allowed)
  }
  const source = gridSource(instances, size, density)
  return {
    ...source,
    scenario: (index, agents) => new DrawnErrands(source.shared!(index, agents), errands),
  }
}

function gridSource(instances: RobotParameters['instances'], size: number, density: number): InstanceSource {
  if (instances === 'warehouse') return warehouseSource(size)
  if (instances === 'sortation') return sortationSource(size)
  return instances === 'rooms' ? roomsSource(size) : connectedSource(size, density)
}

/** One scenario: the first robots of a file, and the tasks of another. */
function problemSource(id: string, parameters: RobotParameters): RobotSource {
  const { rules, radius, mapFile, agentFile, taskFile } = parameters
  const map = readMovingAiMap(required(id, 'mapFile', mapFile))
  const starts = readAgentFile(required(id, 'agentFile', agentFile), map)
  const tasks = readTaskFile(required(id, 'taskFile', taskFile), map)
  const { rows, columns } = map
  if ((rows + 2 * radius) * (columns + 2 * radius) > MOST_CELLS) {
    const allowed = `rows times columns of at most ${MOST_CELLS}, border included`
    throw new ParameterError(mapFile!.name, `a map of ${rows} rows and ${columns} columns`, allowed)
  }
  const long = rules === 'v1' ? tasks.findIndex((task) => task.length > 1) : -1
  if (long >= 0) {
    const given = `task ${long + 1} of ${tasks[long].length} errands`
    throw new ParameterError(taskFile!.name, given, 'tasks of one errand, since rules is v1')
  }
  requireOneComponent(map.components, starts.subarray(0, parameters.agents), agentFile!, tasks, taskFile!)
  return {
    instances: 1,
    rows,
    columns,
    capacity: starts.length,
    scenario: (_, agents) => new ListedErrands(map, starts.slice(0, agents), tasks),
  }
}

/** Every robot may get every task: all robots and errands must be in one component. */
function requireOneComponent(
  { labels }: GridMap['components'],
  starts: Int32Array,
  agentFile: FileContent,
  tasks: readonly Int32Array[],
  taskFile: FileContent,
): void {
  const [first] = starts
  const isApart = (cell: number): boolean => labels[cell] !== labels[first]
  const refuse = (file: FileContent, k: number, cell: number): never => {
    const allowed = `a cell that the robot in cell ${first} can reach, since every robot may get every task`
    throw new ParameterError(`${file.name}:${lineOfEntry(file, k)}`, cell, allowed)
  }
  const a = starts.findIndex(isApart)
  if (a >= 0) refuse(agentFile, a, starts[a])
  const k = tasks.findIndex((task) => task.some(isApart))
  if (k >= 0) refuse(taskFile, k, tasks[k].find(isApart)!)
}

function required(id: string, name: (typeof FILES)[number], given: FileContent | null): FileContent {
  if (given !== null) return given
  throw new ParameterError(`${id}.${name}`, null, 'a file, since instances is problem')
}

/** Which source of instances the parameters ask for: `sourceOf`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { benchmarkMazesSource, benchmarkRandomSource, benchmarkWarehouseSource } from './benchmark-sets.ts'
import {
  citySource,
  hasOwnAgents,
  mapFileSource,
  movingAiSource,
  scenarioFileSource,
} from './file-sources.ts'
import {
  connectedSource,
  mazesSource,
  roomsSource,
  sortationSource,
  warehouseSource,
} from './generator-sources.ts'
import type { GridKind, GridParameters, InstanceKind } from './grid-parameters.ts'
import { type InstanceSource, SEEDS, generatedSource } from './instance-source.ts'
import type { Scenario } from './scenario.ts'

/** Most cells of a frame. */
const MOST_CELLS = 67108864
/** Most cells of a map on which Follower's planner goes: the distances between all of them are added up when it is met first. */
const MOST_PLANNED_CELLS = 131072

/** The source that the parameters ask for. Errors: ParameterError where it cannot be, or cannot host the agents. */
export function sourceOf(kind: GridKind, parameters: GridParameters): InstanceSource {
  const { id, onTarget } = kind
  const source = chooseSource(kind, parameters)
  const { agents, instances, file: content } = parameters
  if (agents > source.capacity) {
    if (instances === 'connected') requireRoom(id, source.capacity, parameters)
    const host = content === null ? 'these instances' : content.name
    const allowed = `a whole number from 1 to ${source.capacity}, the most that ${host} can host`
    throw new ParameterError(`${id}.agents`, agents, allowed)
  }
  requireFrame(source, parameters)
  requirePlannable(id, source, parameters)
  if (onTarget === 'restart' && instances === 'map-file' && hasOwnAgents(content!)) {
    throw new ParameterError(content!.name, 'agents with one goal each', 'no letters, since goals start anew')
  }
  if (content !== null && source.instances < SEEDS) requireListed(kind, source, agents, content.name)
  if (kind.goals === 'own') return source
  if (source.shared !== undefined) return { ...source, scenario: source.shared }
  const allowed = `own, since of ${instances} not every agent can reach every goal`
  throw new ParameterError(`${id}.goals`, kind.goals, allowed)
}

/** Says which density and size would do where a random map has no room for any agent: two free cells for each. */
export function requireRoom(
  id: string,
  capacity: number,
  { size, density }: Pick<GridParameters, 'size' | 'density'>,
): void {
  if (capacity > 0) return
  const most = Math.floor((1 - 2 / (size * size)) * 1000) / 1000
  const least = Math.ceil(Math.sqrt(2 / (1 - density)))
  const allowed = `a number from 0 to ${most} for ${size} cells a side, or a size from ${least} on: an agent needs two free cells`
  throw new ParameterError(`${id}.density`, density, allowed)
}

/** Refuses listed scenarios that could not come to their end, or whose agents cannot share their goals. */
function requireListed(
  { onTarget, goals }: GridKind,
  source: InstanceSource,
  agents: number,
  name: string,
): void {
  for (let index = 0; index < source.instances; index++) {
    const scenario = source.scenario(index, agents)
    if (onTarget === 'nothing') requireOwnGoals(scenario, agents, name, index)
    if (goals === 'shared') requireOneComponent(scenario, agents, name, index)
  }
}

/** All agents must be able to stand on their goals at once. */
function requireOwnGoals(scenario: Scenario, agents: number, name: string, index: number): void {
  const ownerOf = new Map<number, number>()
  for (let a = 0; a < agents; a++) {
    const owner = ownerOf.get(scenario.goal(a, 0))
    if (owner !== undefined) {
      const given = `scenario ${index + 1}: agents ${owner + 1} and ${a + 1} with one goal`
      throw new ParameterError(name, given, 'a goal of its own for each, since all must stand there at once')
    }
    ownerOf.set(scenario.goal(a, 0), a)
  }
}

/** Each agent can reach its own goals: where all hang together, each can reach those of all. */
function requireOneComponent({ map, starts }: Scenario, agents: number, name: string, index: number): void {
  const { labels } = map.components
  const a = starts.subarray(0, agents).findIndex((start) => labels[start] !== labels[starts[0]])
  if (a < 0) return
  const given = `scenario ${index + 1}: agents 1 and ${a + 1} in parts of the map without a way between them`
  throw new ParameterError(name, given, 'agents that can reach each other, since goals are shared')
}

/** Maps in one file may be of any shape, and the frame holds each of them. */
function requireFrame({ rows, columns }: InstanceSource, { radius, file: content }: GridParameters): void {
  if (content === null || (rows + 2 * radius) * (columns + 2 * radius) <= MOST_CELLS) return
  const allowed = `rows times columns of at most ${MOST_CELLS}, border included`
  throw new ParameterError(content.name, `maps of up to ${rows} rows and ${columns} columns`, allowed)
}

/** Static costs take time by the square of the cells. */
function requirePlannable(
  id: string,
  { rows, columns }: InstanceSource,
  { observationType, rewards }: GridParameters,
): void {
  const [name, given] =
    observationType === 'follower' ? ['observationType', observationType] : ['rewards', rewards]
  if ((given !== 'follower' && given !== 'waypoints') || rows * columns <= MOST_PLANNED_CELLS) return
  const allowed = `another, since Follower's planner takes maps of at most ${MOST_PLANNED_CELLS} cells and these have up to ${rows} x ${columns}`
  throw new ParameterError(`${id}.${name}`, given, allowed)
}

/** Sources that need no file, by kind. */
const SOURCES: Readonly<Partial<Record<InstanceKind, (parameters: GridParameters) => InstanceSource>>> = {
  'benchmark-random': benchmarkRandomSource,
  'benchmark-mazes': benchmarkMazesSource,
  'benchmark-warehouse': benchmarkWarehouseSource,
  generated: ({ size, density }) => generatedSource(size, density),
  connected: ({ size, density }) => connectedSource(size, density),
  mazes: ({ size }) => mazesSource(size),
  rooms: ({ size }) => roomsSource(size),
  warehouse: ({ size }) => warehouseSource(size),
  sortation: ({ size }) => sortationSource(size),
}

/** The least sides of maps that have to hold shelves or chutes. */
const LEAST: Readonly<Partial<Record<InstanceKind, number>>> = { warehouse: 15, sortation: 13 }

/** Sources that need a file, and what must be in it. */
const FILE_SOURCES: Readonly<
  Partial<
    Record<InstanceKind, readonly [string, (file: FileContent, size: number, path: string) => InstanceSource]>
  >
> = {
  city: ['a map file', citySource],
  'map-file': ['a map file', mapFileSource],
  'scenario-file': ['a benchmark instance file', scenarioFileSource],
}

function chooseSource({ id, scenario }: GridKind, parameters: GridParameters): InstanceSource {
  const { instances, file: content, size } = parameters
  if (scenario !== null && instances !== 'map-file') {
    throw new ParameterError(`${id}.scenario`, scenario.name, `no file, since instances is ${instances}`)
  }
  const least = LEAST[instances] ?? 0
  if (size < least) {
    const allowed = `a whole number from ${least} to 1024, since instances is ${instances}`
    throw new ParameterError(`${id}.size`, size, allowed)
  }
  const [what, ofFile] = FILE_SOURCES[instances] ?? []
  if (ofFile === undefined) {
    if (content === null) return SOURCES[instances]!(parameters)
    throw new ParameterError(`${id}.file`, content.name, `no file, since instances is ${instances}`)
  }
  if (content === null)
    throw new ParameterError(`${id}.file`, null, `${what}, since instances is ${instances}`)
  return scenario === null ? ofFile(content, size, `${id}.size`) : movingAiSource(content, scenario)
}

/** What `mapf/lifelong` and `mapf/oneshot` share: `GridParameters`, `gridSchema`, `describeGrid`, `assembleGrid`. */
import {
  type DatasetFace,
  type Environment,
  type EnvironmentSpec,
  type FileContent,
  type MetricSpec,
  ParameterError,
  type Schema,
  boolean,
  choice,
  createEnvironment,
  discrete,
  file,
  integer,
  number,
  product,
} from '@gauntlet/core'
import { diagnosticMetrics } from './diagnostics.ts'
import { ExpertDataset } from './expert-dataset.ts'
import { EXPERTS, expertPolicy } from './experts.ts'
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
import { type InstanceSource, SEEDS, generatedSource } from './instance-source.ts'
import { type CollisionSystem, movementOf } from './movement.ts'
import { type ObservationType, observationSpec, stateSpec } from './observation.ts'
import { pibtShield } from './pibt-shield.ts'
import { GridRules } from './rules.ts'
import { reserveMemory } from './grid-kernel.ts'
import { SoftMovement } from './soft-movement.ts'
import { ACTIONS, GridWorlds, type OnTarget } from './worlds.ts'

const INSTANCES = [
  'benchmark-random',
  'benchmark-mazes',
  'benchmark-warehouse',
  'generated',
  'connected',
  'mazes',
  'rooms',
  'warehouse',
  'sortation',
  'city',
  'map-file',
  'scenario-file',
] as const

export type InstanceKind = (typeof INSTANCES)[number]

export interface GridParameters {
  readonly instances: InstanceKind
  readonly agents: number
  readonly horizon: number
  readonly radius: number
  readonly collisionSystem: CollisionSystem
  readonly observationType: ObservationType
  readonly size: number
  readonly density: number
  readonly file: FileContent | null
  readonly actionMask: boolean
  readonly legacyOccupancy: boolean
}

/** @param horizon steps of an episode unless said otherwise */
export function gridSchema(horizon: number): Schema<GridParameters> {
  return {
    instances: choice({
      description:
        "Where maps, starts and goals come from: a set of POGEMA's benchmark, POGEMA's generator, random maps that are connected, mazes, rooms, a warehouse, a sortation centre, windows cut out of the map in a file, the map in a file, or the instances in a file",
      options: INSTANCES,
      default: 'benchmark-random',
    }),
    agents: integer({ description: 'Agents of a world', default: 32, minimum: 1, unit: 'agents' }),
    horizon: integer({
      description: 'Steps of an episode',
      default: horizon,
      minimum: 1,
      maximum: 2_147_483_647,
      unit: 'steps',
    }),
    radius: integer({
      description: 'How far an agent sees to each side, R: its window has 2R + 1 cells a side',
      default: 5,
      minimum: 1,
      maximum: 128,
      unit: 'cells',
    }),
    collisionSystem: choice({
      description:
        'Who moves where agents are in conflict: the lowest index in turn, nobody who meets or follows, or whoever can without a collision',
      options: ['priority', 'block_both', 'soft'],
      default: 'soft',
    }),
    observationType: choice({
      description:
        "What an agent observes: windows of obstacles, agents and its goal's direction; windows and coordinates from its start; or these with the whole map and true coordinates",
      options: ['default', 'pomapf', 'mapf'],
      default: 'default',
    }),
    size: integer({
      description: 'Side of a generated map, or of a window cut out of one; of no matter to other instances',
      default: 16,
      minimum: 2,
      maximum: 1024,
      unit: 'cells',
    }),
    density: number({
      description:
        'Probability that a cell of a generated map is blocked, or share of blocked cells of a connected one; of no matter to other instances',
      default: 0.3,
      minimum: 0,
      maximum: 0.99,
    }),
    file: file({ description: 'The map or the instances, where they come from a file' }),
    actionMask: boolean({
      description: 'Whether moves into obstacles are masked, rather than taken for stays',
      default: false,
    }),
    legacyOccupancy: boolean({
      description:
        'Whether followers are lost from sight under soft, as in POGEMA up to 2.0.0a; for comparisons with scores of its policies',
      default: false,
    }),
  }
}

/** A kind of environment: its id, what happens on goals, and what it is measured by. */
export interface GridKind {
  readonly id: string
  readonly onTarget: OnTarget
  /** Whether each agent has goals of its own, or all draw on one stream of tasks. */
  readonly goals: 'own' | 'shared'
  /** Starts and goals on the map of another file. */
  readonly scenario: FileContent | null
  readonly metrics: readonly MetricSpec[]
  readonly score: string
}

const DENSITY: MetricSpec = {
  name: 'agent_density',
  unit: 'agents/cell',
  direction: 'neither',
  description: 'agents per free cell within sight of an agent, mean over agents and observations',
}

export function describeGrid(kind: GridKind, parameters: GridParameters): EnvironmentSpec {
  return specOf(kind, parameters, sourceOf(kind, parameters))
}

function specOf(kind: GridKind, parameters: GridParameters, source: InstanceSource): EnvironmentSpec {
  const { agents, radius, horizon, observationType, actionMask } = parameters
  const { rows, columns } = source
  const reach = Math.max(rows, columns) + radius
  return {
    agents,
    observation: observationSpec(observationType, radius, reach),
    ...(observationType === 'mapf' && { state: stateSpec(rows, columns, radius) }),
    action: discrete(ACTIONS.length, ACTIONS),
    masked: actionMask,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: kind.onTarget === 'nothing' ? 'common' : 'individual',
    rewardRange: [0, 1],
    metrics: [
      ...kind.metrics,
      DENSITY,
      ...diagnosticMetrics(kind.onTarget === 'restart' ? 'lifelong' : 'one-shot'),
    ],
    score: kind.score,
    faces: ['snapshot', 'instance', 'expert', 'dataset', 'shield'],
    experts: EXPERTS,
    instances: source.instances,
    engine: 'own',
  }
}

/** The environment with the worlds behind it, which its scripted policies see. */
export interface AssembledGrid {
  readonly environment: Environment
  readonly worlds: GridWorlds
}

export function assembleGrid(kind: GridKind, parameters: GridParameters, batch: number): AssembledGrid {
  const { id, onTarget } = kind
  const { agents, horizon, radius, collisionSystem, observationType, legacyOccupancy } = parameters
  const source = sourceOf(kind, parameters)
  const spec = specOf(kind, parameters, source)
  const { rows, columns } = source
  const numbers = batch * agents * product(spec.observation.shape)
  const memory = reserveMemory([
    4 * numbers,
    ...GridWorlds.sizes(batch, agents, rows, columns, radius),
    ...SoftMovement.sizes(agents, (rows + 2 * radius) * (columns + 2 * radius)),
  ])
  const observations = memory.float32(numbers)
  const worlds = new GridWorlds(batch, agents, rows, columns, radius, memory)
  const movement = movementOf(worlds, collisionSystem, legacyOccupancy)
  const setup = { id, worlds, source, movement, onTarget, observationType, horizon }
  const build: Parameters<typeof createEnvironment>[3] = (buffers) => ({
    rules: new GridRules(setup, buffers),
    faces: {
      expert: { policy: (name) => expertPolicy(id, name, worlds, onTarget) },
      shield: { wrap: (policy) => pibtShield(worlds, policy, onTarget) },
      dataset: datasetFace(spec, () => assembleGrid(kind, parameters, 1).environment),
    },
  })
  return { environment: createEnvironment(id, spec, batch, build, { observations }), worlds }
}

/** PIBT's play, in a world of its own that is built once somebody reads. */
function datasetFace(spec: EnvironmentSpec, make: () => Environment): DatasetFace {
  let dataset: ExpertDataset | undefined
  return {
    size: ExpertDataset.sizeOf(spec),
    read(from, count, columns) {
      dataset ??= new ExpertDataset(make(), 'pibt')
      dataset.read(from, count, columns)
    },
  }
}

/** Most cells of a frame. */
const MOST_CELLS = 67108864

/** The source that the parameters ask for. Errors: ParameterError where it cannot be, or cannot host the agents. */
function sourceOf(kind: GridKind, parameters: GridParameters): InstanceSource {
  const { id, onTarget } = kind
  const source = chooseSource(kind, parameters)
  const { agents, instances, file: content } = parameters
  if (agents > source.capacity) {
    const host = content === null ? 'these instances' : content.name
    const allowed = `a whole number from 1 to ${source.capacity}, the most that ${host} can host`
    throw new ParameterError(`${id}.agents`, agents, allowed)
  }
  requireFrame(source, parameters)
  if (onTarget === 'nothing' && content !== null) requireOwnGoals(source, agents, content.name)
  if (onTarget === 'restart' && instances === 'map-file' && hasOwnAgents(content!)) {
    throw new ParameterError(content!.name, 'agents with one goal each', 'no letters, since goals start anew')
  }
  if (kind.goals === 'own') return source
  if (source.shared !== undefined) return { ...source, scenario: source.shared }
  const allowed = `own, since of ${instances} not every agent can reach every goal`
  throw new ParameterError(`${id}.goals`, kind.goals, allowed)
}

/** All agents must be able to stand on their goals at once. Looks at scenarios that are listed, not at those of seeds. */
function requireOwnGoals(source: InstanceSource, agents: number, name: string): void {
  if (source.instances >= SEEDS) return
  for (let index = 0; index < source.instances; index++) {
    const scenario = source.scenario(index, agents)
    const goals = Array.from({ length: agents }, (_, a) => scenario.goal(a, 0))
    const a = goals.findIndex((goal, k) => goals.indexOf(goal) < k)
    if (a < 0) continue
    const given = `scenario ${index + 1}: agents ${goals.indexOf(goals[a]) + 1} and ${a + 1} with one goal`
    throw new ParameterError(
      name,
      given,
      'a goal of its own for each agent, since all must stand there at once',
    )
  }
}

/** Maps in one file may be of any shape, and the frame holds each of them. */
function requireFrame({ rows, columns }: InstanceSource, { radius, file: content }: GridParameters): void {
  if (content === null || (rows + 2 * radius) * (columns + 2 * radius) <= MOST_CELLS) return
  const allowed = `rows times columns of at most ${MOST_CELLS}, border included`
  throw new ParameterError(content.name, `maps of up to ${rows} rows and ${columns} columns`, allowed)
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

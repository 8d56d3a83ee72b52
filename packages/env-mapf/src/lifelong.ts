/** The environment `mapf/lifelong`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FileContent,
  GauntletError,
  ParameterError,
  type Policy,
  choice,
  createEnvironment,
  defineEnvironment,
  discrete,
  file,
  integer,
  number,
} from '@gauntlet/core'
import {
  type InstanceSource,
  benchmarkRandomSource,
  generatedSource,
  mapFileSource,
  scenarioFileSource,
} from './instance-source.ts'
import { LifelongRules } from './lifelong-rules.ts'
import { lifelongSettings } from './lifelong-settings.ts'
import { pibtPolicy } from './policies/pibt.ts'
import { shortestPathPolicy } from './policies/shortest-path.ts'
import { windowSpec } from './window-observation.ts'
import { ACTIONS, GridWorlds } from './worlds.ts'

const ID = 'mapf/lifelong'

export type InstanceKind = 'benchmark-random' | 'generated' | 'map-file' | 'scenario-file'

export interface LifelongParameters {
  readonly instances: InstanceKind
  readonly agents: number
  readonly horizon: number
  readonly radius: number
  readonly size: number
  readonly density: number
  readonly file: FileContent | null
}

/**
 * Lifelong multi-agent pathfinding: agents on a grid walk to goals and are given new ones, for a fixed time.
 *
 * Shapes: observations [batch, agents, 3, 2R + 1, 2R + 1], actions [batch, agents]: stay, up, down, left, right.
 * Source: POGEMA 1.4.0 (commit f0b8e82, with the occupancy of pull request 51), `on_target` restart,
 * `collision_system` soft.
 */
export const lifelong: EnvironmentDefinition<LifelongParameters> = defineEnvironment<LifelongParameters>({
  id: ID,
  version: 1,
  summary:
    'Agents on a grid walk to goals without colliding and are given new goals for ever (POGEMA, soft rule)',
  source: 'POGEMA 1.4.0, on_target restart, collision_system soft (Skrynnik et al. 2024, arXiv 2407.14931)',
  parameters: {
    instances: choice({
      description:
        "Where maps, starts and goals come from: the 128 random maps of POGEMA's benchmark, POGEMA's generator, a MovingAI map with generated starts and goals, or a benchmark instance file",
      options: ['benchmark-random', 'generated', 'map-file', 'scenario-file'],
      default: 'benchmark-random',
    }),
    agents: integer({ description: 'Agents of a world', default: 32, minimum: 1, unit: 'agents' }),
    horizon: integer({
      description: 'Steps of an episode',
      default: 256,
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
    size: integer({
      description: 'Side of a generated map; of no matter to other instances',
      default: 16,
      minimum: 2,
      maximum: 1024,
      unit: 'cells',
    }),
    density: number({
      description: 'Probability that a cell of a generated map is blocked; of no matter to other instances',
      default: 0.3,
      minimum: 0,
      maximum: 0.99,
    }),
    file: file({ description: 'The MovingAI map or benchmark instance file, where instances come from one' }),
  },
  settings: lifelongSettings,
  describe: (parameters) => describe(parameters, sourceOf(parameters)),
  make: (parameters, batch) => assemble(parameters, batch).environment,
})

function describe(parameters: LifelongParameters, source: InstanceSource): EnvironmentSpec {
  return {
    agents: parameters.agents,
    observation: windowSpec(parameters.radius),
    action: discrete(ACTIONS.length, ACTIONS),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: parameters.horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'throughput',
        unit: 'goals/step',
        direction: 'maximise',
        description: 'goals reached by all agents, per step of the episode',
      },
      { name: 'goals', unit: 'goals', direction: 'maximise', description: 'goals reached by all agents' },
    ],
    score: 'throughput',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'shortest-path',
        description: 'each agent follows a shortest path as if it were alone',
        seesHiddenState: true,
        source: 'breadth-first search from the goal',
      },
      {
        name: 'pibt',
        description: 'priority inheritance with backtracking: one step at a time, never a conflict',
        seesHiddenState: true,
        source: 'Okumura et al. 2022, Artificial Intelligence 310; Kei18/pibt2, pibt_mapd.cpp',
      },
    ],
    instances: source.instances,
    engine: 'own',
  }
}

/** The environment with the worlds behind it, which its scripted policies see. */
export function assemble(
  parameters: LifelongParameters,
  batch: number,
): { readonly environment: Environment; readonly worlds: GridWorlds } {
  const { agents, horizon, radius } = parameters
  const source = sourceOf(parameters)
  const spec = describe(parameters, source)
  const worlds = new GridWorlds(batch, agents, source.rows, source.columns, radius)
  const environment = createEnvironment(ID, spec, batch, (buffers) => ({
    rules: new LifelongRules(worlds, source, radius, horizon, buffers),
    faces: { expert: { policy: (name) => expertOf(name, worlds) } },
  }))
  return { environment, worlds }
}

function expertOf(name: string, worlds: GridWorlds): Policy {
  if (name === 'shortest-path') return shortestPathPolicy(worlds)
  if (name === 'pibt') return pibtPolicy(worlds)
  throw new GauntletError('expert', `${ID}: got expert ${name}, expected shortest-path or pibt`)
}

/** Most cells of a world: maps in one file may be of any shape, and the frame holds each of them. */
const MOST_CELLS = 67108864

/** The source that the parameters ask for. Errors: ParameterError where it cannot be, or cannot host the agents. */
function sourceOf(parameters: LifelongParameters): InstanceSource {
  const source = chooseSource(parameters)
  const { agents, radius, file: content } = parameters
  if (agents > source.capacity) {
    const host = content === null ? 'these instances' : content.name
    const allowed = `a whole number from 1 to ${source.capacity}, the most that ${host} can host`
    throw new ParameterError(`${ID}.agents`, agents, allowed)
  }
  const [rows, columns] = [source.rows + 2 * radius, source.columns + 2 * radius]
  if (content !== null && rows * columns > MOST_CELLS) {
    const size = `maps of up to ${source.rows} rows and ${source.columns} columns`
    throw new ParameterError(
      content.name,
      size,
      `rows times columns of at most ${MOST_CELLS}, border included`,
    )
  }
  return source
}

function chooseSource(parameters: LifelongParameters): InstanceSource {
  const { instances, file: content, size, density } = parameters
  if (instances === 'map-file' || instances === 'scenario-file') {
    const what = instances === 'map-file' ? 'a MovingAI .map file' : 'a benchmark instance file'
    if (content === null)
      throw new ParameterError(`${ID}.file`, null, `${what}, since instances is ${instances}`)
    return instances === 'map-file' ? mapFileSource(content) : scenarioFileSource(content)
  }
  if (content !== null) {
    throw new ParameterError(`${ID}.file`, content.name, `no file, since instances is ${instances}`)
  }
  return instances === 'generated' ? generatedSource(size, density) : benchmarkRandomSource()
}

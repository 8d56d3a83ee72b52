/** The environment `mapf/oneshot`. */
import {
  type EnvironmentDefinition,
  type FileContent,
  type MetricSpec,
  choice,
  defineEnvironment,
  file,
} from '@gauntlet/core'
import { traceEpisode } from './episode-trace.ts'
import { type AssembledGrid, assembleGrid, describeGrid } from './grid-environment.ts'
import { type GridKind, type GridParameters, gridSchema } from './grid-parameters.ts'
import { oneshotSettings } from './oneshot-settings.ts'
import { animateEpisode } from './picture-animation.ts'

export interface OneshotParameters extends GridParameters {
  readonly onTarget: 'finish' | 'nothing'
  readonly scenario: FileContent | null
}

const ID = 'mapf/oneshot'
const HORIZON = 128

const METRICS: readonly MetricSpec[] = [
  {
    name: 'ISR',
    unit: 'share of agents',
    direction: 'maximise',
    description: 'individual success rate: agents on their goals at the end, or that left by them',
  },
  {
    name: 'CSR',
    unit: 'share of episodes',
    direction: 'maximise',
    description: 'cooperative success rate: 1 where all agents are on their goals at the end or left by them',
  },
  {
    name: 'episode_length',
    unit: 'steps',
    direction: 'minimise',
    description: 'steps of the episode; where agents leave at goals, the mean over agents of their steps',
  },
  {
    name: 'sum_of_costs',
    unit: 'steps',
    direction: 'minimise',
    description: 'steps after which each agent was on its goal to stay, or all where it was not, summed',
  },
  {
    name: 'makespan',
    unit: 'steps',
    direction: 'minimise',
    description: 'the largest of these',
  },
]

/**
 * One-shot multi-agent pathfinding: every agent has one goal. With `onTarget` `nothing` all must stand on their goals
 * at the same time; with `finish` agents leave the map as they arrive.
 *
 * Shapes: observations [batch, agents, 3, 2R + 1, 2R + 1] (`default`), actions [batch, agents]: stay, up, down, left,
 * right.
 * Source: POGEMA 1.4.0 (commit f0b8e82, with the occupancy of pull request 51), `on_target` nothing and finish. Differs:
 * sum of costs and makespan are measured where agents leave, too.
 */
export const oneshot: EnvironmentDefinition<OneshotParameters> = defineEnvironment<OneshotParameters>({
  id: ID,
  version: 1,
  summary: 'Agents on a grid walk to one goal each without colliding (POGEMA)',
  source: 'POGEMA 1.4.0, on_target nothing and finish (Skrynnik et al. 2024, arXiv 2407.14931)',
  parameters: {
    ...gridSchema(HORIZON),
    onTarget: choice({
      description:
        'What an agent does on its goal: nothing, and may leave it again; or finish, and leave the map',
      options: ['nothing', 'finish'],
      default: 'nothing',
    }),
    scenario: file({
      description:
        'A MovingAI .scen file, whose first entries are the agents; needs instances map-file and its map as file',
    }),
  },
  settings: oneshotSettings,
  describe: (parameters) => describeGrid(kindOf(parameters), parameters),
  make: (parameters, batch) => assemble(parameters, batch).environment,
  animate: async (replay) => animateEpisode(await traceEpisode(oneshot, assemble, replay), { heat: 'waits' }),
})

function kindOf({ onTarget, scenario }: OneshotParameters): GridKind {
  return { id: ID, onTarget, goals: 'own', scenario, metrics: METRICS, score: 'sum_of_costs' }
}

/** The environment with the worlds behind it. */
export function assemble(parameters: OneshotParameters, batch: number): AssembledGrid {
  return assembleGrid(kindOf(parameters), parameters, batch)
}

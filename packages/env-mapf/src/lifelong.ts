/** The environment `mapf/lifelong`. */
import { type EnvironmentDefinition, type MetricSpec, choice, defineEnvironment } from '@gauntlet/core'
import { traceEpisode } from './episode-trace.ts'
import { type AssembledGrid, assembleGrid, describeGrid } from './grid-environment.ts'
import { type GridKind, type GridParameters, gridSchema } from './grid-parameters.ts'
import { lifelongSettings } from './lifelong-settings.ts'
import { animateEpisode } from './picture-animation.ts'

export interface LifelongParameters extends GridParameters {
  readonly goals: 'own' | 'shared'
}

const ID = 'mapf/lifelong'
const HORIZON = 256

const METRICS: readonly MetricSpec[] = [
  {
    name: 'throughput',
    unit: 'goals/step',
    direction: 'maximise',
    description: 'goals reached by all agents, per step of the episode',
  },
  { name: 'goals', unit: 'goals', direction: 'maximise', description: 'goals reached by all agents' },
]

/**
 * Lifelong multi-agent pathfinding: agents on a grid walk to goals and are given new ones, for a fixed time.
 *
 * Shapes: observations [batch, agents, 3, 2R + 1, 2R + 1] (`default`), actions [batch, agents]: stay, up, down, left,
 * right.
 * Source: POGEMA 1.4.0 (commit f0b8e82, with the occupancy of pull request 51), `on_target` restart.
 */
export const lifelong: EnvironmentDefinition<LifelongParameters> = defineEnvironment<LifelongParameters>({
  id: ID,
  version: 2,
  summary: 'Agents on a grid walk to goals without colliding and are given new goals for ever (POGEMA)',
  source: 'POGEMA 1.4.0, on_target restart (Skrynnik et al. 2024, arXiv 2407.14931)',
  parameters: {
    ...gridSchema(HORIZON),
    goals: choice({
      description:
        'Whose goals are whose: each agent has a list of its own, or whoever needs a goal takes the next of one stream of tasks',
      options: ['own', 'shared'],
      default: 'own',
    }),
  },
  settings: lifelongSettings,
  describe: (parameters) => describeGrid(kindOf(parameters), parameters),
  make: (parameters, batch) => assemble(parameters, batch).environment,
  animate: async (replay) =>
    animateEpisode(await traceEpisode(lifelong, assemble, replay), { heat: 'waits' }),
})

function kindOf({ goals }: LifelongParameters): GridKind {
  return { id: ID, onTarget: 'restart', goals, scenario: null, metrics: METRICS, score: 'throughput' }
}

/** The environment with the worlds behind it. */
export function assemble(parameters: LifelongParameters, batch: number): AssembledGrid {
  return assembleGrid(kindOf(parameters), parameters, batch)
}

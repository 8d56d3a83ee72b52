/** The environment `mapf/lifelong`. */
import { type EnvironmentDefinition, defineEnvironment } from '@gauntlet/core'
import {
  type AssembledGrid,
  type GridKind,
  type GridParameters,
  assembleGrid,
  describeGrid,
  gridSchema,
} from './grid-environment.ts'
import { lifelongSettings } from './lifelong-settings.ts'

export type LifelongParameters = GridParameters

const HORIZON = 256

const KIND: GridKind = {
  id: 'mapf/lifelong',
  onTarget: 'restart',
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
}

/**
 * Lifelong multi-agent pathfinding: agents on a grid walk to goals and are given new ones, for a fixed time.
 *
 * Shapes: observations [batch, agents, 3, 2R + 1, 2R + 1] (`default`), actions [batch, agents]: stay, up, down, left,
 * right.
 * Source: POGEMA 1.4.0 (commit f0b8e82, with the occupancy of pull request 51), `on_target` restart.
 */
export const lifelong: EnvironmentDefinition<LifelongParameters> = defineEnvironment<LifelongParameters>({
  id: KIND.id,
  version: 2,
  summary: 'Agents on a grid walk to goals without colliding and are given new goals for ever (POGEMA)',
  source: 'POGEMA 1.4.0, on_target restart (Skrynnik et al. 2024, arXiv 2407.14931)',
  parameters: gridSchema(HORIZON),
  settings: lifelongSettings,
  describe: (parameters) => describeGrid(KIND, parameters),
  make: (parameters, batch) => assemble(parameters, batch).environment,
})

/** The environment with the worlds behind it. */
export function assemble(parameters: LifelongParameters, batch: number): AssembledGrid {
  return assembleGrid(KIND, parameters, batch)
}

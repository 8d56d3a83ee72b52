/** What submodular walks add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { COVERAGE_EXPERTS } from './coverage-experts.ts'
import { coverage } from './coverage.ts'

export const environments: readonly EnvironmentDefinition[] = [coverage]

/** The scripted walkers as algorithms `coverage/…`. */
export const algorithms: readonly AlgorithmDefinition[] = COVERAGE_EXPERTS.map(
  ({ name, description, source }) =>
    expertAlgorithm({
      id: `coverage/${name}`,
      version: 1,
      family: 'planning',
      summary: description,
      source,
      expert: name,
      environments: [coverage.id],
    }),
)

const PLAYED: readonly string[] = ['random', 'coverage/*']

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [
    {
      settings: [`${coverage.id}:small-coverage`],
      algorithms: PLAYED,
      seeds: 2,
      budget: 0,
    },
  ],
  standard: [{ settings: [`${coverage.id}:coverage`], algorithms: PLAYED, seeds: 3, budget: 0 }],
  full: [{ settings: [`${coverage.id}:*`], algorithms: PLAYED, seeds: 10, budget: 0 }],
}

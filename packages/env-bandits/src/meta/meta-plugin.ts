/** What repeated bandits add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { META_EXPERTS } from './meta-experts.ts'
import { meta } from './meta.ts'

export const environments: readonly EnvironmentDefinition[] = [meta]

/** The scripted policies as algorithms `meta/…`. */
export const algorithms: readonly AlgorithmDefinition[] = META_EXPERTS.map(
  ({ name, description, seesHiddenState, source }) =>
    expertAlgorithm({
      id: `meta/${name}`,
      version: 1,
      family: 'bandit',
      summary: description,
      source,
      expert: name,
      environments: [meta.id],
      oracle: seesHiddenState,
      alwaysDraws: name === 'thompson',
    }),
)

const PLAYED: readonly string[] = ['random', 'thompson', 'ucb1', 'meta/*']

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [{ settings: [`${meta.id}:two-10`], algorithms: PLAYED, seeds: 2, budget: 0 }],
  standard: [{ settings: [`${meta.id}:two-10`], algorithms: PLAYED, seeds: 3, budget: 0 }],
  full: [{ settings: [`${meta.id}:*`], algorithms: PLAYED, seeds: 30, budget: 0 }],
}

/** What navigation adds to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { NAVIGATION_EXPERTS } from './navigation-experts.ts'
import { navigation } from './navigation.ts'

export const environments: readonly EnvironmentDefinition[] = [navigation]

export const algorithms: readonly AlgorithmDefinition[] = NAVIGATION_EXPERTS.map(
  ({ name, description, source }) =>
    expertAlgorithm({
      id: `swarm/navigation-${name}`,
      version: 1,
      family: 'navigation',
      summary: `${description[0].toUpperCase()}${description.slice(1)}`,
      source,
      expert: name,
      environments: [navigation.id],
    }),
)

const ids: readonly string[] = ['random', ...algorithms.map(({ id }) => id)]

const block = (settings: readonly string[], seeds: number): PresetBlock[] => [
  { settings, algorithms: ids, seeds, budget: 0 },
]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: block(['swarm/navigation:swap', 'swarm/navigation:random-8-barrier'], 2),
  standard: block(['swarm/navigation:swap', 'swarm/navigation:random-8-barrier'], 3),
  full: block(['swarm/navigation:*'], 30),
}

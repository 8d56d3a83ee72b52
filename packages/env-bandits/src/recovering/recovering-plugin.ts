/** What recovering arms add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { RECOVERING_EXPERTS } from './recovering-experts.ts'
import { recoveringUcb } from './recovering-ucb.ts'
import { recovering } from './recovering.ts'

export const environments: readonly EnvironmentDefinition[] = [recovering]

/** The scripted policies know the curves, which are what learners have to find out: they are shown, but never ranked. */
export const algorithms: readonly AlgorithmDefinition[] = [
  ...RECOVERING_EXPERTS.map(({ name, description, source }) =>
    expertAlgorithm({
      id: `bandits/${name}`,
      version: 1,
      family: 'recovering bandit',
      summary: `${description[0].toUpperCase()}${description.slice(1)}`,
      source,
      expert: name,
      environments: [recovering.id],
      oracle: true,
    }),
  ),
  recoveringUcb,
]

const ids: readonly string[] = ['random', ...algorithms.map(({ id }) => id)]

const block = (settings: readonly string[], seeds: number): PresetBlock[] => [
  { settings, algorithms: ids, seeds, budget: 0 },
]

const everywhere: readonly string[] = environments.map(({ id }) => `${id}:*`)

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: block(['bandits/recovering:exponential-4'], 2),
  standard: block(['bandits/recovering:exponential-4'], 3),
  full: block(everywhere, 30),
}

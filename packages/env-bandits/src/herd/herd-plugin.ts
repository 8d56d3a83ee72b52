/** What social learning adds to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { HERD_EXPERTS } from './herd-experts.ts'
import { herd } from './herd.ts'

export const environments: readonly EnvironmentDefinition[] = [herd]

/** The planners as algorithms `herd/…`. */
export const algorithms: readonly AlgorithmDefinition[] = HERD_EXPERTS.map(({ name, description, source }) =>
  expertAlgorithm({
    id: `herd/${name}`,
    version: 1,
    family: 'planning',
    summary: description,
    source,
    expert: name,
    environments: [herd.id],
  }),
)

const block = (setting: string, seeds: number): PresetBlock => ({
  settings: [`${herd.id}:${setting}`],
  algorithms: ['random', 'herd/*'],
  seeds,
  budget: 0,
})

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [block('altruist-linear', 1)],
  standard: [block('altruist-linear', 3)],
  full: [block('*', 10)],
}

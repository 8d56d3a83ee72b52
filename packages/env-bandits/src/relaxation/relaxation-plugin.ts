/** What solvers of linear systems add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { SOR_EXPERTS } from './sor-experts.ts'
import { sorChebCb, sorTsallisInf, sorTsallisInfCb } from './sor-policies.ts'
import { sor } from './sor.ts'

/** The scripted policies as algorithms `sor/…`. */
const experts = SOR_EXPERTS.map(({ name, description, seesHiddenState, source }) =>
  expertAlgorithm({
    id: `sor/${name}`,
    version: 1,
    family: 'solver-parameter',
    summary: description,
    source,
    expert: name,
    environments: [sor.id],
    oracle: seesHiddenState,
  }),
)

export const environments: readonly EnvironmentDefinition[] = [sor]

export const algorithms: readonly AlgorithmDefinition[] = [
  sorTsallisInf,
  sorTsallisInfCb,
  sorChebCb,
  ...experts,
]

/** `sor/fewest-sweeps` tries every relaxation in every step and is left to those who ask for it. */
const PLAYED: readonly string[] = [
  'random',
  sorTsallisInf.id,
  sorTsallisInfCb.id,
  sorChebCb.id,
  'sor/young',
  'sor/comparator',
]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [{ settings: [`${sor.id}:low-variance`], algorithms: PLAYED, seeds: 1, budget: 0 }],
  standard: [{ settings: [`${sor.id}:low-variance`], algorithms: PLAYED, seeds: 3, budget: 0 }],
  full: [{ settings: [`${sor.id}:*`], algorithms: PLAYED, seeds: 10, budget: 0 }],
}

/** What preferences add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { doubleThompson } from './double-thompson.ts'
import { dueling } from './dueling.ts'
import { rucb } from './rucb.ts'
import { SELF_PLAY_EXPERTS } from './self-play-experts.ts'
import { sparring } from './sparring.ts'

/** The scripted policies, which know the matrix, as algorithms `dueling/…`; bounds on what learners reach. */
const experts = SELF_PLAY_EXPERTS.map(({ name, description, source }) =>
  expertAlgorithm({
    id: `dueling/${name}`,
    version: 1,
    family: 'dueling bandit',
    summary: description,
    source,
    expert: name,
    environments: [dueling.id],
    alwaysDraws: true,
    oracle: true,
  }),
)

export const environments: readonly EnvironmentDefinition[] = [dueling]

export const algorithms: readonly AlgorithmDefinition[] = [rucb, doubleThompson, sparring, ...experts]

const LEARNERS: readonly string[] = ['random', rucb.id, doubleThompson.id, sparring.id, 'dueling/*']

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [
    {
      settings: [`${dueling.id}:condorcet-4`],
      algorithms: LEARNERS,
      seeds: 2,
      budget: 0,
    },
  ],
  standard: [{ settings: [`${dueling.id}:condorcet-4`], algorithms: LEARNERS, seeds: 3, budget: 0 }],
  full: [{ settings: [`${dueling.id}:*`], algorithms: LEARNERS, seeds: 30, budget: 0 }],
}

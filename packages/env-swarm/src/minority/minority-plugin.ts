/** What the attack on a swarm adds to the matrix: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { scriptedAlgorithm } from '../control/scripted-algorithm.ts'
import { minorityExperts } from './minority-experts.ts'
import { minority } from './minority.ts'

export const environments: readonly EnvironmentDefinition[] = [minority]

/** Those beside `swarm/zero` and `swarm/align`, which play here too. */
export const algorithms: readonly AlgorithmDefinition[] = minorityExperts
  .filter(({ name }) => name !== 'zero' && name !== 'align')
  .map((expert) => scriptedAlgorithm(expert, environments))

const PLAYED = ['random', ...minorityExperts.map(({ name }) => `swarm/${name}`)]

const block = (settings: string, seeds: number): PresetBlock[] => [
  { settings: [settings], algorithms: PLAYED, seeds, budget: 0 },
]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: block('swarm/minority:attackers-5-of-50', 2),
  standard: block('swarm/minority:attackers-5-of-50', 3),
  full: block('swarm/minority:*', 10),
}

/** What the payments add to the matrix: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { generationRetraining } from './generation-retraining.ts'
import { payments } from './payments.ts'

export const environments: readonly EnvironmentDefinition[] = [payments]

export const algorithms: readonly AlgorithmDefinition[] = [generationRetraining]

const retrained = (exploration: string, memory: number) => ({
  id: generationRetraining.id,
  configuration: { exploration, memory },
})

const POLICIES = [
  'random',
  ...['greedy', 'epsilon-greedy', 'squarecb', 'fastcb'].map((exploration) => retrained(exploration, 1)),
  ...['greedy', 'squarecb'].map((exploration) => retrained(exploration, 4)),
]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [],
  standard: [
    {
      settings: [`${payments.id}:delayed`],
      algorithms: POLICIES,
      seeds: 3,
      budget: 0,
    },
  ],
  full: [{ settings: [`${payments.id}:*`], algorithms: POLICIES, seeds: 10, budget: 0 }],
}

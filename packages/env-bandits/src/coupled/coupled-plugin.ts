/** What coupled restless bandits add to the package's plugin: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { capacity } from './capacity.ts'
import { COUPLED_ALGORITHMS } from './coupled-experts.ts'
import { interventions } from './interventions.ts'
import { routing } from './routing.ts'
import { scheduling } from './scheduling.ts'

export const environments: readonly EnvironmentDefinition[] = [capacity, scheduling, routing, interventions]

export const algorithms: readonly AlgorithmDefinition[] = COUPLED_ALGORITHMS

const names = ['random', ...COUPLED_ALGORITHMS.map(({ id }) => id)]

function block(settings: readonly string[], seeds: number): PresetBlock {
  return { settings, algorithms: names, seeds, budget: 0 }
}

/** Of problems that are drawn alike, the first. */
const ALL = environments.flatMap(({ id, settings }) =>
  Object.entries(settings).flatMap(([name, { parameters }]) =>
    'problemSeed' in parameters ? [] : [`${id}:${name}`],
  ),
)

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [block([`${capacity.id}:j20-b5`], 1)],
  standard: [
    block(
      [
        `${capacity.id}:j20-b5`,
        `${scheduling.id}:j20-b5`,
        `${routing.id}:tube20-b5`,
        `${interventions.id}:j20-n10-b5`,
      ],
      3,
    ),
  ],
  full: [block(ALL, 10)],
}

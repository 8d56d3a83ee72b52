/** What is learnt from experts who are asked, beside as many labels of their own play: the preset `study-imitation`. */
import type { PresetBlock } from '@gauntlet/core'

/** A setting, and how many labels are asked for there. */
const TASKS: readonly (readonly [setting: string, labels: number])[] = [
  ['classic/mountain-car:v0', 2000],
  ['mapf/lifelong:small-4', 4000],
]

/** The first rows of a dataset are an expert's. The budget is labels of `dagger`, and as many updates of `bc`. */
export const IMITATION_STUDY: readonly PresetBlock[] = TASKS.map(([setting, labels]) => ({
  settings: [setting],
  algorithms: [
    'random',
    'scripted',
    { id: 'dagger', configuration: { worlds: 1, updates: 300 } },
    { id: 'bc', configuration: { rows: labels } },
  ],
  seeds: 5,
  budget: labels,
}))

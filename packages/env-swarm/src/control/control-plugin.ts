/** What the tasks of control add to the matrix: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { minority } from '../minority/minority.ts'
import { aggregationExperts } from './aggregation-experts.ts'
import { aggregation } from './aggregation.ts'
import { scriptedAlgorithm } from './scripted-algorithm.ts'
import { turningExperts } from './turning-experts.ts'
import { aggregationMeanField, kuramotoMeanField, vicsekMeanField } from './mean-field-tasks.ts'
import { kuramoto, vicsek } from './turning.ts'

/** The tasks as their agents see them. */
export const tasks: readonly EnvironmentDefinition[] = [aggregation, kuramoto, vicsek]

export const environments: readonly EnvironmentDefinition[] = [
  ...tasks,
  aggregationMeanField,
  kuramotoMeanField,
  vicsekMeanField,
]

const [easeToCentre, toCentre, zero] = aggregationExperts
const [align] = turningExperts

export const algorithms: readonly AlgorithmDefinition[] = [
  scriptedAlgorithm(zero, [...tasks, minority]),
  scriptedAlgorithm(toCentre, [aggregation]),
  scriptedAlgorithm(easeToCentre, [aggregation]),
  scriptedAlgorithm(align, [kuramoto, vicsek, minority]),
]

const PLAYED = ['random', ...algorithms.map(({ id }) => id)]

const block = (settings: readonly string[], seeds: number): PresetBlock[] => [
  { settings, algorithms: PLAYED, seeds, budget: 0 },
]

const FIFTY = environments.map(({ id }) => `${id}:agents-50`)
const everywhere = environments.map(({ id }) => `${id}:*`)

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: block(FIFTY, 2),
  standard: block([...FIFTY, 'swarm/kuramoto-mean-field:means-50'], 3),
  full: block(everywhere, 10),
}

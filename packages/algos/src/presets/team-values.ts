/** What Q-learning of teams is shown to do, and not to do: the preset `study-team-values`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/**
 * Chance alone acts in training, for 5000 episodes of two steps, so that exploring is no matter.
 * Source: Rashid et al. 2018, section 5 (ε = 1). Sizes and what is kept are our own choice for games of two steps.
 */
const UNIFORM = {
  explorationStart: 1,
  explorationEnd: 1,
  bufferSize: 500,
  targetEvery: 100,
  hidden: [64],
}

const methods = (configuration: Readonly<Record<string, unknown>>): ConfiguredAlgorithm[] => [
  { id: 'iql-independent', configuration },
  { id: 'vdn', configuration },
  { id: 'qmix', configuration: { ...configuration, mixingUnits: 8 } },
]

export const TEAM_VALUE_STUDY: readonly PresetBlock[] = [
  {
    settings: ['toy/two-step:qmix'],
    algorithms: ['random', ...methods(UNIFORM)],
    seeds: 10,
    budget: 10_000,
  },
  // One step, so that values are met sooner.
  {
    settings: ['toy/team-matrix:*'],
    algorithms: ['random', ...methods({ ...UNIFORM, learningRate: 2e-3 })],
    seeds: 10,
    budget: 4000,
  },
  {
    settings: ['toy/coordination:agents-3'],
    algorithms: ['random', 'iql-independent', 'vdn', 'qmix', 'ippo'],
    seeds: 5,
    budget: 25_000,
  },
]

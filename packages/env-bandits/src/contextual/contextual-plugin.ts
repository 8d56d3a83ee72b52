/** What the contextual bandits add to the matrix: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { bagging } from './bagging.ts'
import { combLinucb } from './comb-linucb.ts'
import { epsilonGreedyRidge } from './epsilon-greedy-ridge.ts'
import { falcon } from './falcon.ts'
import { fastcb, squarecb } from './inverse-gap-policies.ts'
import { linear } from './linear.ts'
import { lints } from './lints.ts'
import { linucb } from './linucb.ts'
import { logistic } from './logistic.ts'
import { nonLinear } from './non-linear.ts'
import { slates } from './slates.ts'
import { supervised } from './supervised.ts'

export const environments: readonly EnvironmentDefinition[] = [
  linear,
  logistic,
  nonLinear,
  slates,
  supervised,
]

export const algorithms: readonly AlgorithmDefinition[] = [
  linucb,
  lints,
  epsilonGreedyRidge,
  squarecb,
  fastcb,
  falcon,
  bagging,
  combLinucb,
]

const SINGLE = [linear, logistic, nonLinear, supervised].map(({ id }) => `${id}:*`)
const POLICIES = ['random', 'linucb', 'lints', 'epsilon-greedy-ridge', 'squarecb', 'falcon', 'bagging']
/** Rewards in [0, 1], as FastCB needs them. */
const BOUNDED = [logistic, supervised].map(({ id }) => `${id}:*`)
const SLATES = { settings: [`${slates.id}:*`], algorithms: ['random', 'comb-linucb'] }

function blocks(seeds: number): PresetBlock[] {
  return [
    { settings: SINGLE, algorithms: POLICIES, seeds, budget: 0 },
    { settings: BOUNDED, algorithms: ['fastcb'], seeds, budget: 0 },
    { ...SLATES, seeds, budget: 0 },
  ]
}

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [
    {
      settings: [`${linear.id}:ten-actions`, `${supervised.id}:clusters`],
      algorithms: ['random', 'linucb', 'squarecb'],
      seeds: 2,
      budget: 0,
    },
  ],
  standard: blocks(10),
  full: blocks(30),
}

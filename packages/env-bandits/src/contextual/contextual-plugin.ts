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

const POLICIES = ['random', 'linucb', 'lints', 'epsilon-greedy-ridge', 'squarecb', 'falcon', 'bagging']

/** Settings; of these FastCB needs rewards in [0, 1]. */
interface Chosen {
  readonly single: readonly string[]
  readonly bounded: readonly string[]
  readonly slates: readonly string[]
}

const STANDARD: Chosen = {
  single: [
    `${linear.id}:ten-actions`,
    `${logistic.id}:ten-actions`,
    `${nonLinear.id}:square`,
    `${supervised.id}:clusters`,
  ],
  bounded: [`${logistic.id}:ten-actions`, `${supervised.id}:clusters`],
  slates: [`${slates.id}:semi-bandit`],
}

const FULL: Chosen = {
  single: [linear, logistic, nonLinear, supervised].map(({ id }) => `${id}:*`),
  bounded: [logistic, supervised].map(({ id }) => `${id}:*`),
  slates: [`${slates.id}:*`],
}

function blocks({ single, bounded, slates: ranked }: Chosen, seeds: number): PresetBlock[] {
  return [
    { settings: single, algorithms: POLICIES, seeds, budget: 0 },
    { settings: bounded, algorithms: ['fastcb'], seeds, budget: 0 },
    { settings: ranked, algorithms: ['random', 'comb-linucb'], seeds, budget: 0 },
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
  standard: blocks(STANDARD, 3),
  full: blocks(FULL, 30),
}

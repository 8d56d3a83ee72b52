/** What arms without a context add to the matrix: `environments`, `algorithms`, `presets`. */
import type { AlgorithmDefinition, EnvironmentDefinition, PresetBlock } from '@gauntlet/core'
import { discountedThompson, discountedUcb } from '../policies/discounting.ts'
import { epsilonGreedy, exploreThenCommit } from '../policies/epsilon-greedy.ts'
import { exp3Auer } from '../policies/exp3-auer.ts'
import { exp3, exp3Ix } from '../policies/exp3.ts'
import { gittins } from '../policies/gittins.ts'
import { gradientBandit } from '../policies/gradient-bandit.ts'
import { imed } from '../policies/imed.ts'
import { klUcb } from '../policies/kl-ucb.ts'
import { moss, mossAnytime } from '../policies/moss.ts'
import { robustUcb } from '../policies/robust-ucb.ts'
import { slidingWindowUcb } from '../policies/sliding-window.ts'
import { thompsonGaussian } from '../policies/thompson-gaussian.ts'
import { thompson } from '../policies/thompson.ts'
import { tsallisInf } from '../policies/tsallis-inf.ts'
import { ucbTuned, ucbV } from '../policies/ucb-variance.ts'
import { ucb, ucb1 } from '../policies/ucb.ts'
import { adversarial } from './adversarial.ts'
import { bernoulli } from './bernoulli.ts'
import { drifting } from './drifting.ts'
import { switching } from './switching.ts'
import { delayed } from './delayed.ts'
import { gaussian, heavyTailed } from './gaussian.ts'

export const environments: readonly EnvironmentDefinition[] = [
  bernoulli,
  gaussian,
  heavyTailed,
  switching,
  drifting,
  adversarial,
  delayed,
]

export const algorithms: readonly AlgorithmDefinition[] = [
  ucb1,
  ucb,
  ucbTuned,
  ucbV,
  moss,
  mossAnytime,
  klUcb,
  imed,
  thompson,
  thompsonGaussian,
  gittins,
  robustUcb,
  epsilonGreedy,
  exploreThenCommit,
  gradientBandit,
  exp3,
  exp3Ix,
  exp3Auer,
  tsallisInf,
  discountedUcb,
  slidingWindowUcb,
  discountedThompson,
]

const QUICK: readonly string[] = ['random', 'ucb1', 'kl-ucb', 'thompson', 'exp3']
const ALL: readonly string[] = ['random', ...algorithms.map(({ id }) => id)]

/** One setting of each environment. */
const STANDARD = [
  `${bernoulli.id}:nine-lin-100`,
  `${gaussian.id}:ten-gap-05`,
  `${heavyTailed.id}:student-15`,
  `${switching.id}:garivier-moulines`,
  `${drifting.id}:two-waves`,
  `${adversarial.id}:constrained-8`,
  `${delayed.id}:two-geometric-100`,
]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [
    {
      settings: ['two-90-80', 'two-50-40', 'ten-low', 'nine-lin-100'].map(
        (name) => `${bernoulli.id}:${name}`,
      ),
      algorithms: QUICK,
      seeds: 5,
      budget: 0,
    },
  ],
  standard: [{ settings: STANDARD, algorithms: ALL, seeds: 3, budget: 0 }],
  full: [{ settings: environments.map(({ id }) => `${id}:*`), algorithms: ALL, seeds: 30, budget: 0 }],
}

/** The algorithms of published tables of regret, as they are configured there: 2,000 episodes of every problem. */
export const REGRET_STUDY: PresetBlock = {
  settings: [`${bernoulli.id}:*`],
  algorithms: [
    'random',
    'ucb1',
    { id: 'ucb', configuration: { alpha: 1 } },
    { id: 'ucb', configuration: { alpha: 0.5 } },
    'ucb-tuned',
    'ucb-v',
    'moss',
    'moss-anytime',
    'kl-ucb',
    'imed',
    'thompson',
    'thompson-gaussian',
    'epsilon-greedy',
    { id: 'epsilon-greedy', configuration: { decay: 5 } },
    'explore-then-commit',
    'gradient-bandit',
    'exp3',
    { id: 'exp3', configuration: { rate: 'anytime' } },
    'exp3-ix',
    { id: 'tsallis-inf', configuration: { estimator: 'importance-weighted' } },
    'tsallis-inf',
  ],
  seeds: 10,
  budget: 0,
}

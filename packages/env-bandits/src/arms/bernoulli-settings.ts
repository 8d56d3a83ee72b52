/**
 * The problems on which the literature compares Bernoulli bandits, as settings of `bandits/bernoulli`:
 * `bernoulliSettings`, `uniformRegret`.
 */
import type { KnownScores, Setting } from '@gauntlet/core'
import { klDivergence } from '../policies/kl-bound.ts'
import type { BernoulliParameters } from './bernoulli.ts'
import { laiRobbinsRow } from './lower-bound.ts'

const HORIZON = 10_000

const NINE_LINEAR = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** Worlds played side by side: few enough that what they keep stays in a core's first-level cache. */
const BATCH = 100

/** Expected pseudo-regret of uniform play after `horizon` steps: horizon × mean gap. Exact but for rounding. */
export function uniformRegret(means: readonly number[], horizon: number): number {
  const best = Math.max(...means)
  return (horizon * means.reduce((sum, mean) => sum + (best - mean), 0)) / means.length
}

/** What is known of any arms: uniform play and that of one who knows the means, exactly, and the least that regret can grow. */
export function knownRegrets({ means, horizon }: BernoulliParameters): KnownScores {
  return {
    references: regretReferences(means, horizon),
    literature: [laiRobbinsRow(means, horizon, klDivergence)],
  }
}

export function regretReferences(means: readonly number[], horizon: number): Setting['references'] {
  return {
    random: {
      score: uniformRegret(means, horizon),
      source: 'closed form: horizon × mean gap of the arms',
    },
    best: { score: 0, source: 'exact: always the best arm, as one who knows the means plays' },
  }
}

function problem(
  description: string,
  means: readonly number[],
  horizon: number = HORIZON,
): Setting<BernoulliParameters> {
  const parameters = { means, horizon, shuffled: true }
  return {
    description,
    parameters,
    ...knownRegrets(parameters),
    evaluation: { episodes: 200, batch: BATCH, mode: 'sample' },
  }
}

export const bernoulliSettings: Readonly<Record<string, Setting<BernoulliParameters>>> = {
  'two-90-80': problem('Two good arms, 0.9 and 0.8 (Garivier and Cappé 2011, scenario 1)', [0.9, 0.8]),
  'two-25-20': problem(
    'Two arms close together, 0.25 and 0.2 (Kaufmann, Korda and Munos 2012, figure 1)',
    [0.25, 0.2],
  ),
  'two-50-40': problem('Two arms where the variance is greatest, 0.5 and 0.4', [0.5, 0.4]),
  'ten-low': problem(
    'Ten arms of low reward, as of advertisements (Garivier and Cappé 2011, scenario 2)',
    [0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01],
  ),
  'nine-lin': problem('Nine arms from 0.1 to 0.9', NINE_LINEAR),
  'nine-lin-100': problem('Nine arms from 0.1 to 0.9, and only 100 pulls', NINE_LINEAR, 100),
  'smpy-hard9': problem(
    'Nine arms, the best three within 0.01: the hard problem of SMPyBandits',
    [0.01, 0.02, 0.3, 0.4, 0.5, 0.6, 0.795, 0.8, 0.805],
  ),
  'smpy-low9': problem(
    'Nine arms of low reward: the low problem of SMPyBandits',
    [0.01, 0.01, 0.01, 0.02, 0.02, 0.02, 0.05, 0.05, 0.1],
  ),
  'ten-gap01': problem(
    'One arm of 0.5 among nine of 0.4',
    [0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4],
  ),
}

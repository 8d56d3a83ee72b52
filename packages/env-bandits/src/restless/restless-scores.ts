/** Scores that the settings of `bandits/restless` are measured by: `restlessScores`. */
import type { Setting } from '@gauntlet/core'

type References = Setting['references']

const uniform = (score: number): References['random'] => ({
  score,
  source: 'exact: the chains of single arms under the uniform policy, which looks at no state',
})

const exact = (random: number, best: number): References => ({
  random: uniform(random),
  best: { score: best, source: 'exact: dynamic programming over all arms together' },
})

/** Too many arms for that: what no policy can exceed. */
const bounded = (random: number, bound: number): References => ({
  random: uniform(random),
  best: { score: bound, source: 'upper bound: the fluid relaxation of the horizon, a linear programme' },
})

export const restlessScores: Readonly<Record<string, References>> = {
  'two-arms': exact(10.898239145, 11.938538676),
  'three-arms': exact(24.002911154, 27.6353137),
  'four-arms-2': exact(17.77559763, 19.557604106),
  'six-arms-2': exact(24.747413718, 29.891497163),
  'whittle-gap': exact(5.273061538, 8.278576515),
  'chains-3': exact(79.538840703, 390.802099705),
  'chains-4-2': exact(16.607195134, 60.417718213),
  'six-arms-2-h20': exact(54.628534079, 65.994166174),
  'chains-3-h20': exact(14.811731024, 69.537042475),
  'chains-4-2-h20': exact(36.860091923, 137.007923008),
  'chains-20-5-h20': bounded(87.863933993, 358.173304),
  'twenty-arms-4': bounded(64.992838926, 82.154257),
}

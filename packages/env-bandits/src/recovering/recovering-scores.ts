/** Scores that the settings of `bandits/recovering` are measured by: `recoveringScores`. */
import type { Setting } from '@gauntlet/core'

type References = Setting['references']

const references = (random: number, best: number, source: string): References => ({
  random: {
    score: random,
    source: 'exact: idle times under the uniform policy, which looks at nothing, are geometric',
  },
  best: { score: best, source },
})

/**
 * Regrets of the uniform policy and of the policy of greatest reward in the horizon. Arms begin recovered, which is worth
 * more than the long run promises: a regret may be negative.
 */
const exact = (random: number, best: number): References =>
  references(random, best, 'exact: dynamic programming over the idle times of all arms')

/** Too many arms for that: what the upper bound promises, which no policy reaches in the long run. */
const bounded = (random: number): References =>
  references(random, 0, 'the upper bound of the long run; only the recovered start is worth more')

export const recoveringScores: Readonly<Record<string, References>> = {
  'linear-3': exact(154.445611691, -1.1),
  'steps-3': exact(542.781506197, 0.0),
  'exponential-4': exact(164.1909929, 4.557746),
  'exponential-5-2': exact(284.963434006, -1.127770667),
  'steps-4-2': exact(868.013824145, 41.166666667),
  'pinwheel-2-3-6': exact(594.202179013, 125.0),
  'noisy-4': exact(657.80644622, 20.149046),
  'chances-20-5': bounded(2620.972795802),
}

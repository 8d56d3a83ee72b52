/** Reference scores of settings: `referencesOf`. */
import type { Reference, Setting } from '@gauntlet/core'
import { MEASURED } from './measured-scores.ts'

const EPISODES = 512

/**
 * The random policy's score, and the optimum or bound where one is known, else the best scripted policy's score. What
 * sees the future is no rival. `better`: whether the score is what is paid or what is earned.
 */
export function referencesOf(
  place: string,
  optimum?: Reference,
  better: 'less' | 'more' = 'less',
): Setting['references'] {
  const scores = Object.hasOwn(MEASURED, place) ? MEASURED[place] : { random: NaN }
  const { random, 'just-in-time': _oracle, ...rivals } = scores
  const sign = better === 'less' ? 1 : -1
  const [best, score] = Object.entries(rivals).reduce(
    (least, own) => (sign * own[1] < sign * least[1] ? own : least),
    ['nobody', sign * Infinity],
  )
  return {
    random: { score: random, source: 'the uniform random policy', episodes: EPISODES },
    best: optimum ?? { score, source: `the best scripted policy, ${best}`, episodes: EPISODES },
  }
}

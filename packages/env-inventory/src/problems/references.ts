/** Reference scores of settings: `referencesOf`, `referencesFrom`. */
import type { Reference, Setting } from '@gauntlet/core'
import { MEASURED } from './measured-scores.ts'

const EPISODES = 512

/** Of a setting `id:setting` that is scored by cost. */
export function referencesOf(place: string, optimum?: Reference): Setting['references'] {
  return referencesFrom(Object.hasOwn(MEASURED, place) ? MEASURED[place] : {}, 'minimise', optimum)
}

/**
 * The random policy's score, and the optimum or bound where one is known, else the best scripted policy's score. What
 * sees the future is no rival.
 */
export function referencesFrom(
  scores: Readonly<Record<string, number>>,
  direction: 'minimise' | 'maximise',
  optimum?: Reference,
): Setting['references'] {
  const { random = NaN, 'just-in-time': _oracle, ...rivals } = scores
  const sign = direction === 'maximise' ? 1 : -1
  const [best, score] = Object.entries(rivals).reduce(
    (found, own) => (Number.isNaN(found[1]) || sign * own[1] > sign * found[1] ? own : found),
    ['nobody', NaN],
  )
  return {
    random: { score: random, source: 'the uniform random policy', episodes: EPISODES },
    best: optimum ?? { score, source: `the best scripted policy, ${best}`, episodes: EPISODES },
  }
}

/** Reference scores of the classic problems: `classicReferences`. */
import type { Reference, Setting } from '@gauntlet/core'
import { CLASSIC_SCORES } from './classic-scores.ts'

const EPISODES = 512

/** As `referencesOf`, for problems of which some are scored by profit. */
export function classicReferences(
  place: string,
  direction: 'minimise' | 'maximise',
  optimum?: Reference,
): Setting['references'] {
  const { random = NaN, ...policies } = Object.hasOwn(CLASSIC_SCORES, place) ? CLASSIC_SCORES[place] : {}
  const sign = direction === 'maximise' ? 1 : -1
  const [best, score] = Object.entries(policies).reduce(
    (found, own) => (sign * own[1] > sign * found[1] ? own : found),
    ['nobody', -sign * Infinity],
  )
  const source = `the best scripted policy, ${best}`
  return {
    random: { score: random, source: 'the uniform random policy', episodes: EPISODES },
    best: optimum ?? { score: best === 'nobody' ? NaN : score, source, episodes: EPISODES },
  }
}

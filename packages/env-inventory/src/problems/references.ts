/** Reference scores of settings: `referencesOf`. */
import type { Reference, Setting } from '@gauntlet/core'
import { MEASURED } from './measured-scores.ts'

const EPISODES = 512

/** The random policy's score, and the optimum or bound where one is known, else the best scripted policy's score. */
export function referencesOf(place: string, optimum?: Reference): Setting['references'] {
  const scores = Object.hasOwn(MEASURED, place) ? MEASURED[place] : { random: NaN }
  const { random, ...policies } = scores
  const [best, score] = Object.entries(policies).reduce(
    (least, own) => (own[1] < least[1] ? own : least),
    ['nobody', Infinity],
  )
  return {
    random: { score: random, source: 'the uniform random policy', episodes: EPISODES },
    best: optimum ?? { score, source: `the best scripted policy, ${best}`, episodes: EPISODES },
  }
}

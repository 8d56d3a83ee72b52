/** A setting whose references were measured: `scripted`. */
import type { Setting } from '@gauntlet/core'
import { MEASURED } from './measured-scores.ts'

/** Episodes behind each measured score. */
const EPISODES = 512

/** The best reference is the score of the named expert of the environment. */
export function scripted<P extends object>(
  place: string,
  expert: string,
  description: string,
  parameters: Partial<P>,
): Setting<P> {
  const scores = MEASURED[place]
  const measured = (policy: string, source: string) => ({
    score: scores?.[policy] ?? NaN,
    source,
    episodes: EPISODES,
  })
  return {
    description,
    parameters,
    references: {
      random: measured('random', 'measured: the uniform random policy'),
      best: measured(expert, `measured: the scripted policy ${expert}`),
    },
    evaluation: { episodes: 100, batch: 20, mode: 'greedy' },
  }
}

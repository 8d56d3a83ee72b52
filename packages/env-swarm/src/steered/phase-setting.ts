/** A setting on a curve of order: `phaseSetting`. */
import type { PublishedResult, Setting } from '@gauntlet/core'
import { MEASURED } from '../control/measured-scores.ts'

/** Episodes behind each measured score. */
const EPISODES = 128

/** The best reference is the bound of every order parameter; `theory` what is known of the model by itself. */
export function phaseSetting<P extends object>(
  place: string,
  description: string,
  parameters: Partial<P>,
  theory?: PublishedResult,
): Setting<P> {
  return {
    description,
    parameters,
    references: {
      random: {
        score: MEASURED[place]?.random ?? NaN,
        source: 'measured: the uniform random policy',
        episodes: EPISODES,
      },
      best: { score: 1, source: 'bound: all agree' },
    },
    evaluation: { episodes: 8, batch: 4, mode: 'greedy' },
    ...(theory && { literature: [theory] }),
  }
}

/** Sequences of systems of `bandits/sor`: `RELAXATIONS`, `sorSettings`. */
import type { Setting } from '@gauntlet/core'
import type { SorParameters } from './sor.ts'

/** 1, 1.05, … 1.95, as in the code of the paper. */
export const RELAXATIONS: readonly number[] = Array.from({ length: 20 }, (_, k) => (100 + 5 * k) / 100)

/** Both measured over 100 episodes; systems are drawn alike, so that short ones do. */
function references(
  random: number,
  randomError: number,
  best: number,
  bestError: number,
): Setting<SorParameters>['references'] {
  return {
    random: {
      score: random,
      source: `measured, 300 systems each; standard error ${randomError}`,
      episodes: 100,
    },
    best: {
      score: best,
      source: `exact optimum over the actions, expert fewest-sweeps, 40 systems each; standard error ${bestError}`,
      episodes: 100,
    },
  }
}

function sequence(
  description: string,
  parameters: Partial<SorParameters>,
  measured: Setting<SorParameters>['references'],
): Setting<SorParameters> {
  return {
    description,
    parameters,
    references: measured,
    evaluation: { episodes: 8, batch: 8, mode: 'sample' },
  }
}

export const sorSettings: Readonly<Record<string, Setting<SorParameters>>> = {
  'high-variance': sequence(
    'Shifts far apart, Beta(0.5, 1.5): no one relaxation suits all systems',
    { shiftAlpha: 0.5, shiftBeta: 1.5, comparator: 1.8, horizon: 5000 },
    references(227.9, 2.1, 2.42, 0.08),
  ),
  'low-variance': sequence(
    'Shifts close together, Beta(2, 6)',
    { shiftAlpha: 2, shiftBeta: 6, comparator: 1.65, horizon: 5000 },
    references(102.9, 0.7, 1.47, 0.04),
  ),
}

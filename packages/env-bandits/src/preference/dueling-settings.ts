/** Games of `bandits/dueling`: `duelingSettings`. Symbols as in dueling.ts. */
import { type Reference, type Setting, exp } from '@gauntlet/core'
import type { DuelingParameters } from './dueling.ts'

const HORIZON = 5000

/** Bradley-Terry: P[i, j] = 1 / (1 + exp(u[j] - u[i])). */
function bradleyTerry(utilities: readonly number[]): number[] {
  return utilities.flatMap((u) => utilities.map((v) => 1 / (1 + exp(v - u))))
}

/** Expected strong regret of uniform play where arm 0 is the Condorcet winner: T × its mean margin. */
function uniformStrongRegret(preferences: readonly number[], horizon: number): number {
  const arms = Math.sqrt(preferences.length)
  const margins = preferences.slice(0, arms).reduce((sum, p) => sum + (p - 0.5), 0)
  return (horizon * margins) / arms
}

function game(
  description: string,
  preferences: readonly number[],
  references: { readonly random: Reference; readonly best: Reference } = {
    random: {
      score: uniformStrongRegret(preferences, HORIZON),
      source: 'closed form: horizon × mean gap of the arms',
    },
    best: { score: 0, source: 'exact: the Condorcet winner against itself, as one who knows P plays' },
  },
): Setting<DuelingParameters> {
  return {
    description,
    parameters: { preferences, horizon: HORIZON, shuffled: true },
    references,
    evaluation: { episodes: 200, batch: 100, mode: 'sample' },
  }
}

export const duelingSettings: Readonly<Record<string, Setting<DuelingParameters>>> = {
  'condorcet-4': game(
    'Four arms; arm 0 beats each of the others by 0.1, though arm 1 wins most duels (the Borda winner)',
    [0.5, 0.6, 0.6, 0.6, 0.4, 0.5, 0.9, 0.9, 0.4, 0.1, 0.5, 0.55, 0.4, 0.1, 0.45, 0.5],
  ),
  'borda-3': game(
    'Three arms; arm 0 beats each of the others by only 0.01, arm 1 always beats arm 2',
    [0.5, 0.51, 0.51, 0.49, 0.5, 1, 0.49, 0, 0.5],
  ),
  'linear-5': game(
    'Five arms of utilities 2.4, 1.8, … 0 (Bradley-Terry)',
    bradleyTerry([2.4, 1.8, 1.2, 0.6, 0]),
  ),
  'cycle-3': game(
    'Three arms that beat each other in a circle by 0.3, 0.4 and 0.2: the Minimax Winner is (4, 2, 3) / 9; regret in hindsight',
    [0.5, 0.8, 0.3, 0.2, 0.5, 0.9, 0.7, 0.1, 0.5],
    {
      random: { score: 175.3, source: 'measured, standard error 0.3', episodes: 1000 },
      best: {
        score: 0,
        source: 'exact bound: whatever arms are played, some arm wins at least half its duels with them',
      },
    },
  ),
}

/** Grids of `bandits/coverage`: `coverageSettings`. */
import type { Reference, Setting } from '@gauntlet/core'
import type { CoverageParameters } from './coverage.ts'

function grid(
  description: string,
  parameters: Partial<CoverageParameters>,
  random: number,
  best: Reference,
): Setting<CoverageParameters> {
  return {
    description,
    parameters,
    references: { random: { score: random, source: 'measured', episodes: 1000 }, best },
    evaluation: { episodes: 100, batch: 50, mode: 'greedy' },
  }
}

const searched = (score: number): Reference => ({
  score,
  source: 'exact optimum, branch and bound over all walks',
})
const walked = (score: number): Reference => ({ score, source: 'expert best-rate', episodes: 200 })

export const coverageSettings: Readonly<Record<string, Setting<CoverageParameters>>> = {
  'small-coverage': grid(
    'Coverage of a 6 × 6 grid in 10 moves',
    { objective: 'coverage', width: 6, height: 6, start: 0, horizon: 10 },
    10.19,
    searched(29),
  ),
  'small-entropy': grid(
    'Entropy on a 5 × 5 grid in 8 moves',
    { objective: 'entropy', width: 5, height: 5, start: 0, horizon: 8 },
    2.169,
    searched(4.4012306),
  ),
  coverage: grid(
    'Coverage of a 30 × 30 grid in 80 moves, all cells alike',
    { objective: 'coverage', width: 30, height: 30, start: 34, horizon: 80 },
    50.56,
    { score: 245, source: 'bound: the first cross covers 5 cells and every move adds at most 3' },
  ),
  bimodal: grid(
    'Coverage of a 30 × 30 grid with two hills in 40 moves',
    { objective: 'coverage', weights: 'bimodal', width: 30, height: 30, start: 34, horizon: 40 },
    16.3,
    walked(76.32),
  ),
  entropy: grid(
    'Entropy on a 12 × 12 grid in 40 moves',
    { objective: 'entropy', width: 12, height: 12, start: 14, horizon: 40 },
    6.28,
    walked(18.62),
  ),
  steiner: grid(
    'Six items on a 7 × 15 grid in 40 moves, of each no more than a demand',
    { objective: 'items', width: 15, height: 7, start: 34, horizon: 40 },
    12.85,
    {
      score: 21,
      source: 'bound: the sum of the demands; expert best-rate reaches it in 200 of 200 episodes',
    },
  ),
  'two-rooms': grid(
    'Coverage of two rooms, 7 × 14, in 40 moves',
    { objective: 'coverage', map: 'two-rooms', width: 14, height: 7, start: 34, horizon: 40 },
    26.69,
    walked(75),
  ),
}

/**
 * How good a dataset is and how much it covers: `trajectoryQuality`, `uniquePairs`.
 *
 * Source: Schweighofer et al. 2022, A Dataset Perspective on Offline Reinforcement Learning. Differs: pairs are counted
 * exactly, and unless said the pairs of reference are those of uniform play.
 */
import { createHash } from 'node:crypto'
import type { NpyValues } from '@gauntlet/tables'

/** TQ = (Ḡ - G_min) / (G_exp - G_min); NaN or infinite where it has no meaning. */
export function trajectoryQuality(mean: number, minimum: number, expert: number): number {
  return (mean - minimum) / (expert - minimum)
}

/** u(D): pairs of observation and action that differ from one another. */
export function uniquePairs(observations: NpyValues, actions: NpyValues, rows: number): number {
  const seen = new Set<string>()
  const row = (values: NpyValues, i: number): NpyValues => {
    const width = values.length / rows
    return values.subarray(i * width, (i + 1) * width)
  }
  for (let i = 0; i < rows; i++) {
    const hash = createHash('sha256').update(row(observations, i)).update(row(actions, i))
    seen.add(hash.digest('binary'))
  }
  return seen.size
}

/** The mean, NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * One number for scores on several tasks: `meanScore`, `medianScore`, `interquartileMean`, `optimalityGap`.
 *
 * Every task counts alike, however many runs it has. Symbols: s[n, m] is the score of run n on task m.
 * Source: Agarwal et al. 2021, section 4.3; checked against rliable's `metrics.py`.
 */
import { meanOf } from './mean.ts'
import type { Scores } from './scores.ts'
import { weightedInterquartileMean } from './weighted.ts'

/** A number that sums scores up. */
export type Statistic = (scores: Scores) => number

/** mean_m mean_n s[n, m]. */
export function meanScore({ columns }: Scores): number {
  return meanOf(columns.map(meanOf))
}

/** median_m mean_n s[n, m]; of an even number of tasks, the mean of the two in the middle. */
export function medianScore({ columns }: Scores): number {
  const means = new Float64Array(columns.map(meanOf)).sort()
  const half = means.length >> 1
  return means.length % 2 === 1 ? means[half] : (means[half - 1] + means[half]) / 2
}

/**
 * The mean of the middle half of all scores: of N sorted ones, floor(N / 4) are left out at either end, none is
 * interpolated. Where tasks differ in their number of runs, scores are weighted so that tasks count alike.
 *
 * Source: rliable's `aggregate_iqm`, which is scipy's `trim_mean` at 0.25. Differs: rliable knows no unequal runs.
 */
export function interquartileMean(scores: Scores): number {
  const { columns, fewestRuns, mostRuns } = scores
  if (fewestRuns < mostRuns) return weightedInterquartileMean(scores)
  const sorted = new Float64Array(columns.length * mostRuns)
  columns.forEach((column, m) => sorted.set(column, m * mostRuns))
  sorted.sort()
  const cut = sorted.length >> 2
  return meanOf(sorted.subarray(cut, sorted.length - cut))
}

/** gamma - mean_m mean_n min(s[n, m], gamma): how far scores fall short of gamma, those above it counting as gamma. */
export function optimalityGap({ columns }: Scores, gamma: number = 1): number {
  return gamma - meanOf(columns.map((column) => cappedMean(column, gamma)))
}

/** mean_n min(s[n], gamma). */
function cappedMean(column: Float64Array, gamma: number): number {
  let sum = 0
  for (const score of column) sum += Math.min(score, gamma)
  return sum / column.length
}

/**
 * Performance profiles: `performanceProfile`, `meanScoreProfile`, `profileBand`.
 *
 * Source: Agarwal et al. 2021, section 4.2, after Dolan and Moré 2002; rliable's `create_performance_profile`.
 */
import { GauntletError, show } from '@gauntlet/core'
import { type BootstrapOptions, bootstrapOptions } from './bootstrap-options.ts'
import { meanOf } from './mean.ts'
import { quantile } from './quantile.ts'
import { Resampler } from './resampler.ts'
import type { Scores } from './scores.ts'

/** A line over a grid with a band around it, [points] each. */
export interface Band {
  readonly mean: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/**
 * The run-score distribution: for every threshold, the share of runs that score above it, strictly, tasks counting alike.
 *
 * Shapes: `thresholds` [points], ascending; returns [points].
 * Errors: GauntletError with code `statistics` where they do not ascend.
 */
export function performanceProfile(scores: Scores, thresholds: readonly number[]): number[] {
  checkAscending(thresholds)
  return profileOf(scores, thresholds)
}

/** The mean-score distribution: for every threshold, the share of tasks whose mean score is above it, strictly. */
export function meanScoreProfile({ columns }: Scores, thresholds: readonly number[]): number[] {
  const means = columns.map(meanOf)
  return thresholds.map((threshold) => means.filter((mean) => mean > threshold).length / means.length)
}

/** The run-score distribution with a pointwise percentile band. Shapes and errors: as `performanceProfile`. */
export function profileBand(
  scores: Scores,
  thresholds: readonly number[],
  options: BootstrapOptions = {},
): Band {
  checkAscending(thresholds)
  const { level, replicates, seed } = bootstrapOptions(options)
  const resampler = new Resampler(scores, seed)
  const distributions = thresholds.map(() => new Float64Array(replicates))
  for (let b = 0; b < replicates; b++) {
    profileOf(resampler.next(), thresholds).forEach((share, k) => (distributions[k][b] = share))
  }
  const sorted = distributions.map((distribution) => distribution.sort())
  return {
    mean: profileOf(scores, thresholds),
    low: sorted.map((distribution) => quantile(distribution, (1 - level) / 2)),
    high: sorted.map((distribution) => quantile(distribution, (1 + level) / 2)),
  }
}

function profileOf({ columns }: Scores, thresholds: readonly number[]): number[] {
  const profile = thresholds.map(() => 0)
  const above = new Uint32Array(thresholds.length + 1)
  for (const column of columns) {
    // First how many scores have exactly k thresholds below them, then, summed from the end, at least k.
    above.fill(0)
    for (const score of column) above[countBelow(thresholds, score)]++
    for (let k = thresholds.length; k > 0; k--) {
      profile[k - 1] += above[k] / column.length
      above[k - 1] += above[k]
    }
  }
  return profile.map((sum) => sum / columns.length)
}

/** How many of the ascending thresholds are below the score, strictly. */
function countBelow(thresholds: readonly number[], score: number): number {
  let [low, high] = [0, thresholds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (thresholds[middle] < score) low = middle + 1
    else high = middle
  }
  return low
}

function checkAscending(thresholds: readonly number[]): void {
  if (thresholds.every((threshold, k) => k === 0 || thresholds[k - 1] <= threshold)) return
  throw new GauntletError('statistics', `thresholds: got ${show(thresholds)}, expected them ascending`)
}

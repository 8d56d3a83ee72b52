/** What any consistent policy's regret comes to at least, as the number of pulls grows: `laiRobbins`, `laiRobbinsRow`. */
import { type PublishedResult, log } from '@gauntlet/core'

/**
 * C of the bound C ln T: the sum over arms below the best of gap / divergence, of an arm's rewards from the best arm's.
 *
 * Source: Lai and Robbins 1985, Asymptotically efficient adaptive allocation rules, theorem 2.
 */
export function laiRobbins(
  means: readonly number[],
  divergence: (mean: number, best: number) => number,
): number {
  const best = Math.max(...means)
  return means.reduce((sum, mean) => (mean < best ? sum + (best - mean) / divergence(mean, best) : sum), 0)
}

/** The bound after `horizon` pulls, to stand beside what policies reach; short runs can fall below it. */
export function laiRobbinsRow(
  means: readonly number[],
  horizon: number,
  divergence: (mean: number, best: number) => number,
): PublishedResult {
  return {
    algorithm: 'lower bound as T grows',
    score: laiRobbins(means, divergence) * log(horizon),
    source: 'Lai and Robbins 1985, theorem 2: ln T times the sum of gap / divergence',
  }
}

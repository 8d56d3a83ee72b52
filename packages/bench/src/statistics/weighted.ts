/** The interquartile mean where tasks differ in their number of runs: `weightedInterquartileMean`. */
import type { Scores } from './scores.ts'

/**
 * Every task has the same weight, shared by its runs. Sorted, scores are left out at either end as long as their
 * weights sum to at most a quarter of the whole; the rest is averaged by weight. With equal runs this is the
 * interquartile mean exactly. Weights are whole numbers (the least common multiple of the runs over a task's runs),
 * so that no comparison is rounded.
 */
export function weightedInterquartileMean({ columns }: Scores): number {
  const shared = columns.reduce((multiple, { length }) => leastCommonMultiple(multiple, length), 1)
  const weighted = columns.flatMap((column) =>
    Array.from(column, (score) => ({ score, weight: shared / column.length })),
  )
  // Equal scores by weight, so that the order of the tasks decides nothing.
  weighted.sort((p, q) => p.score - q.score || p.weight - q.weight)
  const whole = columns.length * shared
  let below = 0
  let sum = 0
  let kept = 0
  for (const { score, weight } of weighted) {
    if (4 * (below + weight) > whole && 4 * (whole - below) > whole) {
      sum += weight * score
      kept += weight
    }
    below += weight
  }
  return sum / kept
}

function leastCommonMultiple(p: number, q: number): number {
  return (p / greatestCommonDivisor(p, q)) * q
}

function greatestCommonDivisor(p: number, q: number): number {
  return q === 0 ? p : greatestCommonDivisor(q, p % q)
}

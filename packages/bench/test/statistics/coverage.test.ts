/**
 * How often a 95 % interval contains the truth, of scores that are normal around each task's own mean. The reference
 * measured rliable's own in numpy, at 600 repetitions: 73, 91, 93 % with one task and 3, 5, 10 runs; 83, 90, 92 % with five.
 */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { Scores, confidenceInterval, interquartileMean } from '../../src/statistics/index.ts'

const REPETITIONS = 600

function coverage(tasks: number, runs: number): number {
  const stream = Seed.from(7).fold(tasks).fold(runs).stream()
  const names = Array.from({ length: tasks }, (_, m) => `task ${m}`)
  let covered = 0
  for (let r = 0; r < REPETITIONS; r++) {
    const rows = Array.from({ length: runs }, () => names.map(() => 0.5 + 0.3 * stream.normal()))
    const { low, high } = confidenceInterval(Scores.ofRuns(names, rows), interquartileMean, {
      replicates: 500,
      seed: Seed.from(8).fold(r),
    })
    if (low <= 0.5 && 0.5 <= high) covered++
  }
  return covered / REPETITIONS
}

// Three standard errors of 600 repetitions are about 4 points.
test.each([
  [1, 3, 0.73],
  [1, 5, 0.91],
  [1, 10, 0.93],
  [5, 3, 0.83],
  [5, 5, 0.9],
  [5, 10, 0.92],
])('%i tasks, %i runs: about %f', (tasks, runs, expected) => {
  expect(Math.abs(coverage(tasks, runs) - expected)).toBeLessThan(0.05)
})

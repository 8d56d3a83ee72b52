/** Against numbers of rliable's own `metrics.py` (google-research/rliable@3ccd9f4). */
import { describe, expect, test } from 'vitest'
import {
  Scores,
  interquartileMean,
  meanScore,
  meanScoreProfile,
  medianScore,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
} from '../../src/statistics/index.ts'
import { readGolden } from './golden.ts'

type Matrix = readonly (readonly number[])[]

interface Golden {
  readonly aggregates: readonly {
    readonly name: string
    readonly scores: Matrix
    readonly mean: number
    readonly median: number
    readonly iqm: number
    readonly optimality_gap_1: number
    readonly optimality_gap_0p5: number
  }[]
  readonly poi: readonly {
    readonly name: string
    readonly x: Matrix
    readonly y: Matrix
    readonly p: number
  }[]
  readonly profiles: readonly {
    readonly name: string
    readonly taus: readonly number[]
    readonly run_score: readonly number[]
    readonly mean_score: readonly number[]
  }[]
}

const golden = readGolden<Golden>('rliable-conformance')

function scoresOf(matrix: Matrix): Scores {
  return Scores.ofRuns(
    matrix[0].map((_, m) => `task ${m}`),
    matrix,
  )
}

/** numpy sums in pairs, we in order: the last bits may differ. */
const ROUNDING = 1e-14

describe.each(golden.aggregates)('$name', (expected) => {
  const scores = scoresOf(expected.scores)
  test.each([
    ['mean', meanScore(scores), expected.mean],
    ['median', medianScore(scores), expected.median],
    ['interquartile mean', interquartileMean(scores), expected.iqm],
    ['optimality gap', optimalityGap(scores), expected.optimality_gap_1],
    ['optimality gap to 0.5', optimalityGap(scores, 0.5), expected.optimality_gap_0p5],
  ])('%s', (_, got, value) => {
    expect(Math.abs(got - value)).toBeLessThanOrEqual(ROUNDING)
  })
})

test.each(golden.poi)('probability of improvement: $name', ({ x, y, p }) => {
  expect(Math.abs(probabilityOfImprovement(scoresOf(x), scoresOf(y)) - p)).toBeLessThanOrEqual(ROUNDING)
})

test.each(golden.profiles)('profiles: $name', ({ name, taus, run_score, mean_score }) => {
  const scores = scoresOf(golden.aggregates.find((one) => one.name === name)?.scores ?? [])
  const close = (got: readonly number[], expected: readonly number[]): void =>
    got.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(ROUNDING))
  close(performanceProfile(scores, taus), run_score)
  close(meanScoreProfile(scores, taus), mean_score)
})

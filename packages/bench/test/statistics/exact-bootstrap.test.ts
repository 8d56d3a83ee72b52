/** Against bootstrap distributions that are known exactly, because every resample was enumerated. */
import { describe, expect, test } from 'vitest'
import {
  type IntervalMethod,
  Scores,
  type Statistic,
  confidenceInterval,
  confidenceIntervals,
  interquartileMean,
  meanScore,
  medianScore,
  optimalityGap,
} from '../../src/statistics/index.ts'
import { accelerationOf, biasCorrection, intervalOf } from '../../src/statistics/interval.ts'
import { readGolden } from './golden.ts'

type Pair = readonly [low: number, high: number]

interface Case extends Readonly<Record<IntervalMethod, Pair>> {
  readonly metric: keyof typeof STATISTICS
  readonly scores: readonly (readonly number[])[]
  readonly point: number
  readonly n_resamples: number
  readonly bias_z0: number
  readonly acceleration: number
}

const STATISTICS = {
  iqm: interquartileMean,
  mean: meanScore,
  median: medianScore,
  optimality_gap: optimalityGap as Statistic,
}
const METHODS: readonly IntervalMethod[] = ['percentile', 'basic', 'bc', 'bca']

const { cases } = readGolden<{ readonly cases: readonly Case[] }>('exact-bootstrap')

/** The statistic of every one of the runs^(runs · tasks) resamples, ascending. */
function enumerated(scores: Scores, statistic: Statistic): Float64Array {
  const runs = scores.mostRuns
  const places = runs * scores.tasks.length
  const distribution = Float64Array.from({ length: runs ** places }, (_, index) => {
    let rest = index
    const columns = scores.columns.map((column) =>
      Float64Array.from(column, () => {
        const drawn = rest % runs
        rest = Math.floor(rest / runs)
        return column[drawn]
      }),
    )
    return statistic(Scores.like(scores, columns))
  })
  return distribution.sort()
}

function jackknife(scores: Scores, statistic: Statistic): Float64Array {
  return Float64Array.from({ length: scores.mostRuns }, (_, n) =>
    statistic(
      Scores.like(
        scores,
        scores.columns.map((column) => column.filter((_s, i) => i !== n)),
      ),
    ),
  )
}

describe.each(cases)('$metric over $n_resamples resamples', (expected) => {
  const scores = Scores.ofRuns(['a', 'b'], expected.scores)
  const statistic = STATISTICS[expected.metric]
  const distribution = enumerated(scores, statistic)
  const a = accelerationOf(jackknife(scores, statistic))

  test('estimate and acceleration are exact', () => {
    expect(distribution).toHaveLength(expected.n_resamples)
    expect(statistic(scores)).toBeCloseTo(expected.point, 14)
    expect(a).toBeCloseTo(expected.acceleration, 12)
  })

  test.each(METHODS)('%s of the exact distribution', (method) => {
    const { low, high } = intervalOf(statistic(scores), distribution, method, 0.95, a)
    expect(biasCorrection(statistic(scores), distribution)).toBeCloseTo(expected.bias_z0, 12)
    expect(low).toBeCloseTo(expected[method][0], 12)
    expect(high).toBeCloseTo(expected[method][1], 12)
  })

  test.each(METHODS)('%s of 50,000 drawn resamples is near it', (method) => {
    const { low, high } = confidenceInterval(scores, statistic, { method, replicates: 50_000 })
    // The distribution is discrete: an end may fall on the next of its atoms.
    const width = expected[method][1] - expected[method][0]
    expect(Math.abs(low - expected[method][0]) / width).toBeLessThan(0.05)
    expect(Math.abs(high - expected[method][1]) / width).toBeLessThan(0.05)
  })
})

test('accelerations of several statistics do not mix, as they do in arch', () => {
  const scores = Scores.ofRuns(['a', 'b'], cases[0].scores)
  const statistics = Object.values(STATISTICS)
  const together = confidenceIntervals(scores, statistics, { method: 'bca' })
  expect(together).toEqual(
    statistics.map((statistic) => confidenceInterval(scores, statistic, { method: 'bca' })),
  )
})

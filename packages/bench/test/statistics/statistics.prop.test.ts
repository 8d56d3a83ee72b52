import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Scores,
  type Statistic,
  confidenceInterval,
  improvementInterval,
  interquartileMean,
  meanScore,
  medianScore,
  optimalityGap,
  pairedDifferences,
  performanceProfile,
  probabilityOfImprovement,
} from '../../src/statistics/index.ts'
import { weightedInterquartileMean } from '../../src/statistics/weighted.ts'

/** Scores with few bits, so that ties occur and sums are exact in any order. */
const score = fc.integer({ min: -64, max: 64 }).map((value) => value / 16)
const matrix = fc
  .record({ runs: fc.integer({ min: 1, max: 8 }), tasks: fc.integer({ min: 1, max: 6 }) })
  .chain(({ runs, tasks }) =>
    fc.array(fc.array(score, { minLength: tasks, maxLength: tasks }), { minLength: runs, maxLength: runs }),
  )
/** [task][run] with unequal numbers of runs. */
const ragged = fc.array(fc.array(score, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 5 })

const STATISTICS: readonly (readonly [string, Statistic])[] = [
  ['mean', meanScore],
  ['median', medianScore],
  ['interquartile mean', interquartileMean],
]

function ofRuns(runs: readonly (readonly number[])[]): Scores {
  return Scores.ofRuns(
    runs[0].map((_, m) => `task ${m}`),
    runs,
  )
}

function ofColumns(columns: readonly (readonly number[])[]): Scores {
  return Scores.ofTasks(Object.fromEntries(columns.map((column, m) => [`task ${m}`, column])))
}

function mapped(scores: Scores, change: (score: number) => number): Scores {
  return Scores.like(
    scores,
    scores.columns.map((column) => column.map(change)),
  )
}

describe.each([...STATISTICS, ['optimality gap', optimalityGap as Statistic] as const])(
  '%s',
  (_, statistic) => {
    test('does not depend on the order of runs or tasks, equal in number or not', () => {
      fc.assert(
        fc.property(ragged, fc.infiniteStream(fc.nat()), (columns, order) => {
          const shuffled = <T>(items: readonly T[]): T[] =>
            items
              .map((item) => ({ item, place: order.next().value as number }))
              .sort((p, q) => p.place - q.place)
              .map(({ item }) => item)
          const permuted = shuffled(columns.map((column) => shuffled(column)))
          expect(statistic(ofColumns(permuted))).toBeCloseTo(statistic(ofColumns(columns)), 12)
        }),
      )
    })

    test('lies within its interval of resamples, which repeats', () => {
      fc.assert(
        fc.property(matrix, (runs) => {
          const scores = ofRuns(runs)
          const options = { level: 0.999_999, replicates: 200 }
          const { low, high } = confidenceInterval(scores, statistic, options)
          const all = scores.columns.flatMap((column) => [...column])
          const [least, most] = [Math.min(...all), Math.max(...all)]
          expect(low).toBeLessThanOrEqual(high)
          if (statistic !== optimalityGap) {
            expect(low).toBeGreaterThanOrEqual(least - 1e-12)
            expect(high).toBeLessThanOrEqual(most + 1e-12)
          }
          expect(confidenceInterval(scores, statistic, options)).toEqual({
            ...confidenceInterval(scores, statistic, options),
            low,
            high,
          })
        }),
        { numRuns: 40 },
      )
    })
  },
)

describe.each(STATISTICS)('%s and its interval', (_, statistic) => {
  test('scale and shift with the scores', () => {
    fc.assert(
      fc.property(
        matrix,
        fc.constantFrom(0.5, 2, 8),
        fc.integer({ min: -4, max: 4 }),
        (runs, scale, shift) => {
          const scores = ofRuns(runs)
          const changed = mapped(scores, (value) => scale * value + shift)
          expect(statistic(changed)).toBeCloseTo(scale * statistic(scores) + shift, 12)
          const [before, after] = [scores, changed].map((one) =>
            confidenceInterval(one, statistic, { replicates: 100 }),
          )
          expect(after.low).toBeCloseTo(scale * before.low + shift, 11)
          expect(after.high).toBeCloseTo(scale * before.high + shift, 11)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is the score where all scores are one', () => {
    const scores = ofRuns([
      [0.25, 0.25],
      [0.25, 0.25],
    ])
    expect(statistic(scores)).toBe(0.25)
    expect(confidenceInterval(scores, statistic)).toMatchObject({ low: 0.25, high: 0.25 })
  })
})

describe('the interquartile mean', () => {
  test('by weight is the plain one where every task has as many runs', () => {
    fc.assert(
      fc.property(matrix, (runs) => {
        const scores = ofRuns(runs)
        expect(weightedInterquartileMean(scores)).toBeCloseTo(interquartileMean(scores), 12)
      }),
    )
  })

  test('counts tasks alike, whatever their runs', () => {
    // Of a weight of 8, at most 2 go at either end: nothing below, since the 0 weighs 4; above, the 4 and the 3.
    expect(interquartileMean(ofColumns([[0], [1, 2, 3, 4]]))).toBe((4 * 0 + 1 + 2) / 6)
    expect(meanScore(ofColumns([[0], [1, 2, 3, 4]]))).toBe(1.25)
  })
})

describe('the probability of improvement', () => {
  test('of x over y and of y over x sum to one; of x over itself it is a half', () => {
    fc.assert(
      fc.property(matrix, matrix, (p, q) => {
        const tasks = Math.min(p[0].length, q[0].length)
        const [x, y] = [p, q].map((runs) => ofRuns(runs.map((row) => row.slice(0, tasks))))
        expect(probabilityOfImprovement(x, y) + probabilityOfImprovement(y, x)).toBeCloseTo(1, 12)
        expect(probabilityOfImprovement(x, x)).toBe(0.5)
        expect(
          probabilityOfImprovement(
            mapped(x, (s) => s + 100),
            y,
          ),
        ).toBe(1)
      }),
    )
  })

  test('has an interval within [0, 1], drawn independently for the two', () => {
    const x = ofRuns([[1], [2], [3], [4]])
    const { low, high } = improvementInterval(x, x, { replicates: 1000 })
    // The same draws for both would give a half every time.
    expect(low).toBeGreaterThan(0)
    expect(low).toBeLessThan(0.3)
    expect(high).toBeGreaterThan(0.7)
    expect(high).toBeLessThan(1)
  })
})

test('a performance profile falls from one to zero and its area is the mean', () => {
  const thresholds = Array.from({ length: 1025 }, (_, i) => (i - 512) / 64)
  fc.assert(
    fc.property(ragged, (columns) => {
      const scores = ofColumns(columns)
      const profile = performanceProfile(scores, thresholds)
      expect([profile[0], profile.at(-1)]).toEqual([1, 0])
      profile.slice(1).forEach((share, i) => expect(share).toBeLessThanOrEqual(profile[i] + 1e-12))
      const area = profile.reduce((sum, share) => sum + share / 64, 0)
      expect(area - 8).toBeCloseTo(meanScore(scores), 10)
    }),
  )
})

test('paired differences have a narrower interval where instances are hard for both', () => {
  const hard = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]
  const x = ofColumns([hard.map((s, i) => s + 1 + (i % 2))])
  const y = ofColumns([hard])
  const difference = confidenceInterval(pairedDifferences(x, y), meanScore)
  expect(difference.low).toBeGreaterThanOrEqual(1)
  expect(difference.high).toBeLessThanOrEqual(2)
  const { low, high } = confidenceInterval(x, meanScore)
  expect(high - low).toBeGreaterThan(10)
})

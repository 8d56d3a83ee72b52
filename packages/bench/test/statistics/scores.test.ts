import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  Scores,
  commonSteps,
  confidenceInterval,
  curveBand,
  improvementInterval,
  interpolate,
  meanScore,
  medianScore,
  pairedDifferences,
} from '../../src/statistics/index.ts'

describe('axes', () => {
  test('a transposed matrix is refused', () => {
    const transposed = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    expect(() => Scores.ofRuns(['a', 'b'], transposed)).toThrow(
      /run 0 has 3 scores, expected 2, one for each task; is the matrix transposed\?/,
    )
  })

  test('episodes are averaged per run, so that they do not count as runs', () => {
    const episodes = { a: [Array.from({ length: 150 }, (_, i) => i % 2), [1, 1], [0]] }
    const scores = Scores.ofEpisodes(episodes)
    expect(scores.columns.map((column) => [...column])).toEqual([[0.5, 1, 0]])
    // rliable's issue 20: taken as runs, the same episodes give an interval of nearly no width.
    const flat = confidenceInterval(Scores.ofTasks({ a: episodes.a.flat() }), meanScore)
    const nested = confidenceInterval(scores, meanScore)
    expect(nested.high - nested.low).toBeGreaterThan(5 * (flat.high - flat.low))
  })

  test('what is no score is refused, by task and number', () => {
    expect(() => Scores.ofTasks({})).toThrow(/got no task/)
    expect(() => Scores.ofTasks({ a: [] })).toThrow(/task a has no scores/)
    expect(() => Scores.ofTasks({ a: [1], b: [2, NaN] })).toThrow(/task b, number 1: got NaN/)
    expect(() => Scores.ofRuns(['a', 'a'], [[1, 2]])).toThrow(/expected distinct names/)
    expect(() => Scores.ofEpisodes({ a: [[1], []] })).toThrow(/task a has no scores/)
  })

  test('of two that are compared must agree', () => {
    const [x, y] = [Scores.ofTasks({ a: [1, 2] }), Scores.ofTasks({ b: [1, 2] })]
    expect(() => improvementInterval(x, y)).toThrow(/got tasks \["a"\] and \["b"\]/)
    expect(() => pairedDifferences(x, Scores.ofTasks({ a: [1] }))).toThrow(/2 and 1 runs, expected pairs/)
  })
})

describe('intervals', () => {
  const scores = Scores.ofTasks({ a: [1, 2, 4], b: [3, 5, 9] })

  test('say how they were made, and repeat to the bit', () => {
    expect(confidenceInterval(scores, meanScore)).toEqual({
      low: 2.5,
      high: 5.666666666666667,
      level: 0.95,
      method: 'stratified bootstrap, percentile, 2000 replicates',
    })
    const other = confidenceInterval(scores, meanScore, { seed: Seed.from(1), replicates: 50 })
    expect(other).not.toMatchObject({ low: 2.5, high: 5.666666666666667 })
  })

  test('draw each task by itself, whatever other tasks there are', () => {
    const alone = confidenceInterval(Scores.ofTasks({ b: [3, 5, 9] }), meanScore)
    const medians = confidenceInterval(Scores.ofTasks({ z: [100], b: [3, 5, 9], a: [0] }), medianScore)
    expect([medians.low, medians.high]).toEqual([alone.low, alone.high])
  })

  test('refuse a level, replicates and a jackknife that cannot be', () => {
    expect(() => confidenceInterval(scores, meanScore, { level: 1 })).toThrow(/level: got 1/)
    expect(() => confidenceInterval(scores, meanScore, { replicates: 0 })).toThrow(/replicates: got 0/)
    const uneven = Scores.ofTasks({ a: [1, 2], b: [1, 2, 3] })
    expect(() => confidenceInterval(uneven, meanScore, { method: 'bca' })).toThrow(/tasks of 2 to 3 runs/)
    const constant = Scores.ofTasks({ a: [1, 1] })
    expect(() => confidenceInterval(constant, meanScore, { method: 'bc' })).toThrow(/use percentile/)
  })
})

describe('learning curves', () => {
  const curves = [
    { steps: [0, 10, 30], scores: [0, 1, 3] },
    { steps: [5, 20], scores: [2, 5] },
  ]

  test('meet on a grid within what all of them cover', () => {
    expect(commonSteps(curves, [0, 5, 10, 15, 20, 25])).toEqual([5, 10, 15, 20])
    expect(curves.map((curve) => interpolate(curve, [5, 10, 15, 20]))).toEqual([
      [0.5, 1, 1.5, 2],
      [2, 3, 4, 5],
    ])
    expect(commonSteps([{ steps: [], scores: [] }], [0, 1])).toEqual([])
    expect(commonSteps([], [0, 1])).toEqual([])
    expect(interpolate({ steps: [7], scores: [1] }, [7])).toEqual([1])
  })

  test('have bands of whole runs', () => {
    const { mean, low, high } = curveBand([
      [0, 1],
      [2, 5],
      [4, 3],
    ])
    expect(mean).toEqual([2, 3])
    expect(low[0]).toBeLessThan(1)
    expect(high[1]).toBeGreaterThan(4)
    expect(curveBand([[1, 2]])).toEqual({ mean: [1, 2], low: [1, 2], high: [1, 2] })
  })
})

/** Training teams against held-out ones, on VGC-Bench's published tests, and regression on similarity. */
import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bradleyTerry,
  generalisation,
  meanWinRates,
  similarityRegression,
} from '../../../src/statistics/index.ts'
import { matrixOf, readSquare } from './vgc-bench.ts'

describe("VGC-Bench's best agents of 1, 4, 16 and 64 training teams", () => {
  const performance = readSquare('vgcbench_v3_performance_test')
  const heldOut = readSquare('vgcbench_v3_generalization_test')
  const trainingTeams = performance.names.map((name) => Number(name.split('_')[0]))
  const [inside, outside] = [performance, heldOut].map(({ names, rates }) => matrixOf(names, rates, 1000))
  const [trained, unseen] = [inside, outside].map((matrix) => meanWinRates(matrix))
  const rows = generalisation(
    trainingTeams.map((k, i) => ({
      trainingTeams: k,
      training: { points: 3000 * trained[i], games: 3000 },
      heldOut: { points: 3000 * unseen[i], games: 3000 },
    })),
  )

  test('win rates are the means of the published rows', () => {
    expect(rows.map((row) => row.trainingTeams)).toEqual([1, 4, 16, 64])
    const expected = [
      [(0.699 + 0.74 + 0.698) / 3, (0.405 + 0.375 + 0.331) / 3],
      [(0.301 + 0.594 + 0.672) / 3, (0.595 + 0.453 + 0.422) / 3],
      [(0.26 + 0.406 + 0.644) / 3, (0.625 + 0.547 + 0.436) / 3],
      [(0.302 + 0.328 + 0.356) / 3, (0.669 + 0.578 + 0.564) / 3],
    ]
    rows.forEach(({ training, heldOut: out, gap, gapInterval }, i) => {
      expect(training.rate).toBeCloseTo(expected[i][0], 12)
      expect(out.rate).toBeCloseTo(expected[i][1], 12)
      expect(gap).toBeCloseTo(expected[i][0] - expected[i][1], 12)
      expect(gapInterval.high - gapInterval.low).toBeLessThan(0.051)
      expect(gapInterval).toMatchObject({ level: 0.95, method: 'Newcombe, of Wilson intervals' })
    })
  })

  test('more training teams play the trained one worse and unseen ones better', () => {
    for (let i = 1; i < rows.length; i++) {
      expect(rows[i].gap).toBeLessThan(rows[i - 1].gap)
      expect(rows[i].gapInterval.high).toBeLessThan(rows[i - 1].gapInterval.low)
    }
    const ratings = bradleyTerry(outside)
    expect([...ratings].sort((p, q) => p - q)).toEqual([...ratings])
  })

  test('rows come by their number; one that comes twice is refused', () => {
    const count = { points: 5, games: 10 }
    const of = (...numbers: number[]) =>
      generalisation(numbers.map((k) => ({ trainingTeams: k, training: count, heldOut: count })))
    expect(of(16, 1).map((row) => row.trainingTeams)).toEqual([1, 16])
    expect(() => of(4, 4)).toThrow('trainingTeams: got [4,4], expected distinct whole numbers')
    expect(() => of(0)).toThrow('trainingTeams: got [0]')
  })
})

describe('regression on similarity', () => {
  test('a line is found exactly, with an interval of no width', () => {
    const similarities = [0.2, 0.4, 0.5, 0.9]
    const { intercept, slope, interval } = similarityRegression(
      similarities,
      similarities.map((x) => 0.3 + 0.25 * x),
      { replicates: 100 },
    )
    expect([intercept, slope, interval.low, interval.high].map((value) => Number(value.toFixed(12)))).toEqual(
      [0.3, 0.25, 0.25, 0.25],
    )
  })

  test('intervals contain the truth about as often as they say', () => {
    const stream = Seed.from(9).stream()
    let covered = 0
    for (let r = 0; r < 200; r++) {
      const similarities = Array.from({ length: 72 }, () => 0.22 + 0.7 * stream.uniform())
      const rates = similarities.map((x) => 0.4 + 0.2 * x + 0.1 * stream.normal())
      const { interval } = similarityRegression(similarities, rates, { replicates: 200 })
      if (interval.low <= 0.2 && 0.2 <= interval.high) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.89)
  })

  test('losses mirror wins', () => {
    const point = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 20 }), (values) => {
        const x = [0, 1, ...values.map(([similarity]) => similarity)]
        const y = [0.5, 0.5, ...values.map(([, rate]) => rate)]
        const one = similarityRegression(x, y, { replicates: 20 })
        const other = similarityRegression(
          x,
          y.map((rate) => 1 - rate),
          { replicates: 20 },
        )
        expect(other.slope).toBeCloseTo(-one.slope, 9)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    [[0.1, 0.2], [0.5, 0.5], 'teams: got [2,2], expected as many similarities as rates, at least 3'],
    [[0.1, 0.2, 0.3], [0.5, 0.5], 'teams: got [3,2]'],
    [[0.1, 0.2, NaN], [0.5, 0.5, 0.5], 'similarities[2]: got NaN, expected a finite number'],
    [[0.1, 0.1, 0.1], [0.5, 0.4, 0.5], 'similarities: got [0.1,0.1,0.1], expected at least two that differ'],
  ])('refusal %#', (similarities, rates, message) => {
    expect(() => similarityRegression(similarities, rates)).toThrow(message)
  })
})

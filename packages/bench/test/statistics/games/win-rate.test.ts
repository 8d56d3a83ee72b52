/** Win rates, their intervals and differences, and matrices of them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  WinMatrix,
  alphaRank,
  bestResponses,
  bradleyTerry,
  gamesForHalfWidth,
  meanWinRates,
  winRate,
  winRateDifference,
} from '../../../src/statistics/index.ts'
import { readRows } from './vgc-bench.ts'

describe('Wilson', () => {
  test.each([
    [505, 1000, 0.474, 0.536],
    [101, 200, 0.436, 0.574],
    [22, 100, 0.15, 0.311],
    // A draw is half a win.
    [100.5, 200, 0.434, 0.571],
  ])('%f of %i: [%f, %f]', (points, games, low, high) => {
    const { rate, interval } = winRate(points, games)
    expect(rate).toBe(points / games)
    expect(interval).toMatchObject({ level: 0.95, method: 'Wilson' })
    expect(interval.low).toBeCloseTo(low, 3)
    expect(interval.high).toBeCloseTo(high, 3)
  })

  test('0 and all of the games have an end of their own', () => {
    expect(winRate(0, 10).interval.low).toBe(0)
    expect(winRate(10, 10).interval.high).toBe(1)
    // z^2 / (n + z^2)
    expect(winRate(0, 10).interval.high).toBeCloseTo(0.277_532_8, 6)
  })

  test.each([
    [0.03, 1068],
    [0.01, 9604],
  ])('a half-width of %f takes %i games', (halfWidth, games) => {
    expect(gamesForHalfWidth(halfWidth)).toBe(games)
  })

  test('losses mirror wins, and more games are narrower', () => {
    const count = fc
      .integer({ min: 1, max: 2000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: 2 * n }), fc.constant(n)))
    fc.assert(
      fc.property(count, ([doubled, games]) => {
        const [one, other] = [winRate(doubled / 2, games), winRate(games - doubled / 2, games)]
        expect(one.interval.low).toBeCloseTo(1 - other.interval.high, 12)
        expect(one.interval.low).toBeGreaterThanOrEqual(0)
        expect(one.interval.low).toBeLessThanOrEqual(one.rate)
        expect(one.interval.high).toBeGreaterThanOrEqual(one.rate)
        const { low, high } = winRate(2 * doubled, 4 * games).interval
        expect(high - low).toBeLessThan(one.interval.high - one.interval.low)
      }),
    )
  })

  test.each([
    [() => winRate(1, 0), 'games: got 0, expected a positive number'],
    [() => winRate(11, 10), 'points: got 11, expected 0 to 10, the games'],
    [() => winRate(1, 10, 95), 'level: got 95, expected a number between 0 and 1'],
    [() => gamesForHalfWidth(0), 'halfWidth: got 0, expected a number in (0, 0.5]'],
  ])('refusal %#', (call, message) => {
    expect(call).toThrow(message)
  })
})

test("a difference of rates: Newcombe's examples", () => {
  // 56 / 70 - 48 / 80: [0.0524, 0.3339]; 10 / 10 - 0 / 10: [0.6075, 1].
  const { difference, interval } = winRateDifference(winRate(56, 70), winRate(48, 80))
  expect(difference).toBeCloseTo(0.2, 12)
  expect(interval.low).toBeCloseTo(0.0524, 4)
  expect(interval.high).toBeCloseTo(0.3339, 4)
  const whole = winRateDifference(winRate(10, 10), winRate(0, 10)).interval
  expect(whole.low).toBeCloseTo(0.6075, 4)
  expect(whole.high).toBeCloseTo(1, 12)
})

describe('a matrix of rates', () => {
  const refusals: readonly [string, () => unknown][] = [
    [
      'rate of "a" against "b": got [0.6,0.5], expected two rates that sum to 1',
      () =>
        ofRates([
          [0, 0.6],
          [0.5, 0],
        ]),
    ],
    [
      'rate of "a" against "b": got [NaN,0.5]',
      () =>
        ofRates([
          [0, NaN],
          [0.5, 0],
        ]),
    ],
    [
      'games of "a" against "b": got [10,9], expected the same number both ways',
      () =>
        ofRates(
          [
            [0, 0.5],
            [0.5, 0],
          ],
          [
            [0, 10],
            [9, 0],
          ],
        ),
    ],
    ['rates: got 1 rows, and 2 of games, expected 2', () => ofRates([[0, 0.5]])],
    [
      'contenders: got ["a","a"], expected at least two distinct names',
      () => WinMatrix.ofPoints(['a', 'a'], [0, 1, 1, 0]),
    ],
    ['points: got 3 numbers, expected 4, a square', () => WinMatrix.ofPoints(['a', 'b'], [0, 1, 1])],
    [
      '"b" against "a": got -1, expected points of at least 0',
      () => WinMatrix.ofPoints(['a', 'b'], [0, 1, -1, 0]),
    ],
    [
      'best response: "c" met nobody',
      () => bestResponses(WinMatrix.ofPoints(['a', 'b', 'c'], [0, 1, 0, 1, 0, 0, 0, 0, 0])),
    ],
    [
      'errors: got 0.6',
      () =>
        alphaRank(
          ofRates([
            [0, 0.5],
            [0.5, 0],
          ]),
          0.6,
        ),
    ],
  ]
  test.each(refusals)('%s', (message, call) => {
    expect(call).toThrow(message)
  })

  function ofRates(
    rates: number[][],
    games: number[][] = [
      [0, 10],
      [10, 0],
    ],
  ): WinMatrix {
    return WinMatrix.ofRates(['a', 'b'], rates, games)
  }
})

describe('Bradley-Terry', () => {
  test('two contenders: the log-odds of their points with half a win each way', () => {
    const ratings = bradleyTerry(WinMatrix.ofPoints(['a', 'b'], [0, 100, 0, 0]))
    expect(ratings[0] - ratings[1]).toBeCloseTo(400 * Math.log10(100.5 / 0.5), 6)
    expect(ratings[0] + ratings[1]).toBeCloseTo(0, 9)
  })

  test('a chain of contenders adds up', () => {
    const ratings = bradleyTerry(WinMatrix.ofPoints(['a', 'b', 'c'], [0, 10, 0, 1, 0, 30, 0, 10, 0]), {
      pseudoWins: 0,
    })
    expect(ratings[0] - ratings[1]).toBeCloseTo(400, 5)
    expect(ratings[1] - ratings[2]).toBeCloseTo(400 * Math.log10(3), 5)
  })

  test('who shares no games is refused by name', () => {
    const apart = WinMatrix.ofPoints(['a', 'b', 'c', 'd'], [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0])
    expect(() => bradleyTerry(apart)).toThrow('nothing compares ["c","d"] with ["a","b"]')
    const beaten = WinMatrix.ofPoints(['a', 'b', 'c'], [0, 1, 0, 1, 0, 0, 3, 3, 0])
    expect(() => bradleyTerry(beaten, { pseudoWins: 0 })).toThrow('nothing compares ["c"] with ["a","b"]')
    expect(bradleyTerry(beaten)).toHaveLength(3)
    expect(() => bradleyTerry(beaten, { pseudoWins: -1 })).toThrow('pseudoWins: got -1')
  })
})

test('alpha-rank without errors: who is left for good has nothing, ties share', () => {
  const matrix = (points: readonly number[]) => WinMatrix.ofPoints(['a', 'b', 'c'], points)
  expect([...alphaRank(matrix([0, 9, 9, 1, 0, 9, 1, 1, 0]), 0)]).toEqual([1, 0, 0])
  const tied = alphaRank(matrix([0, 5, 9, 5, 0, 9, 1, 1, 0]), 0)
  ;[0.5, 0.5, 0].forEach((share, i) => expect(tied[i]).toBeCloseTo(share, 12))
  // Rock, paper, scissors: a third each, with errors or without.
  for (const errors of [0, 0.01, 0.5]) {
    for (const share of alphaRank(matrix([0, 9, 1, 1, 0, 9, 9, 1, 0]), errors))
      expect(share).toBeCloseTo(1 / 3, 12)
  }
})

/** Points of everyone against everyone, in halves, few enough for ties. */
const points = fc
  .integer({ min: 2, max: 6 })
  .chain((m) =>
    fc.tuple(
      fc.constant(m),
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: m * m, maxLength: m * m }),
    ),
  )
  .map(([m, halves]) => halves.map((half, k) => (k % (m + 1) === 0 ? 0 : half / 2 + 0.5)))

const names = (m: number): string[] => Array.from({ length: m }, (_, i) => `c${i}`)

describe.each([
  ['mean win rates', meanWinRates],
  ['Bradley-Terry', bradleyTerry],
  ['alpha-rank', alphaRank],
  ['best responses', (matrix: WinMatrix) => bestResponses(matrix).map(({ rate }) => rate)],
])('%s', (_, measure: (matrix: WinMatrix) => ArrayLike<number>) => {
  test('go with the names, however contenders are ordered', () => {
    fc.assert(
      fc.property(points, fc.infiniteStream(fc.nat()), (values, order) => {
        const m = Math.sqrt(values.length)
        const places = names(m)
          .map((__, i) => ({ i, at: order.next().value as number }))
          .sort((p, q) => p.at - q.at)
          .map(({ i }) => i)
        const plain = measure(WinMatrix.ofPoints(names(m), values))
        const mixed = measure(
          WinMatrix.ofPoints(
            places.map((i) => `c${i}`),
            values.map((__, k) => values[places[Math.floor(k / m)] * m + places[k % m]]),
          ),
        )
        places.forEach((from, to) => expect(mixed[to]).toBeCloseTo(plain[from], 6))
      }),
    )
  })
})

test('ratings turn their sign where wins become losses, and rise with another win', () => {
  fc.assert(
    fc.property(points, (values) => {
      const m = Math.sqrt(values.length)
      const at = (k: number): number => (k % m) * m + Math.floor(k / m)
      const ratings = bradleyTerry(WinMatrix.ofPoints(names(m), values))
      const turned = bradleyTerry(
        WinMatrix.ofPoints(
          names(m),
          values.map((__, k) => values[at(k)]),
        ),
      )
      ratings.forEach((rating, i) => expect(turned[i]).toBeCloseTo(-rating, 5))
      const more = bradleyTerry(
        WinMatrix.ofPoints(
          names(m),
          values.map((value, k) => (k === 1 ? value + 1 : value)),
        ),
      )
      expect(more[0]).toBeGreaterThan(ratings[0])
      expect(more[1]).toBeLessThan(ratings[1])
    }),
  )
})

test('the published wins of a rate are counted again to the same rate', () => {
  for (const row of readRows('vgcbench_v3_crossplay')) {
    const n = Number(row.n_battles)
    const { rate, interval } = winRate(Math.round(Number(row.row_win_rate) * n), n)
    expect(rate).toBe(Number(row.row_win_rate))
    expect(interval.high - interval.low).toBeLessThan(n === 1000 ? 0.0625 : 0.193)
  }
})

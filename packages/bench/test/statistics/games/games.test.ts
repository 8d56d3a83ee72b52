/** Games as columns, and what is resampled of them. */
import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Games,
  type Match,
  eloRatings,
  exploitability,
  gameIntervals,
  meanWinRates,
} from '../../../src/statistics/index.ts'
import { GameResampler } from '../../../src/statistics/games/game-resampler.ts'

const outcome = fc.constantFrom(0, 0.5, 1)
const match = (first: string, second: string, outcomes: number[], seeds?: [number, number]): Match =>
  seeds === undefined ? { first, second, outcomes } : { first, second, outcomes, seeds }

describe('games', () => {
  const games = Games.ofPairs(
    ['z', 'a', 'k'],
    [
      match('z', 'a', [1, 0.5, 1, 1], [0, 1]),
      match('a', 'k', [0, 0]),
      match('a', 'z', [1, 0], [1, 0]),
      match('z', 'a', [0, 0]),
    ],
  )

  test('of two contenders and trainings come together, seen from whose name is first', () => {
    expect(games.cells).toEqual([
      { first: 1, second: 0, seeds: [1, 0], start: 0, end: 3 },
      { first: 1, second: 2, seeds: [0, 0], start: 3, end: 4 },
      { first: 1, second: 0, seeds: [0, 0], start: 4, end: 5 },
    ])
    expect([...games.outcomes]).toEqual([0, 0.5, 0, 0, 1, 0, 0, 0, 1, 1])
    expect(games.units).toBe(5)
  })

  test('add up to a matrix in the order of the contenders, units as often as they count', () => {
    expect([...games.winMatrix().points]).toEqual([0, 4.5, 0, 3.5, 0, 0, 0, 2, 0])
    expect([...games.winMatrix([0, 2, 0, 1, 3]).points]).toEqual([0, 4, 0, 6, 0, 0, 0, 2, 0])
    expect(games.winMatrix().rate(1, 2)).toBe(0)
    expect(games.winMatrix().rate(0, 2)).toBeNaN()
  })

  test('as singles are neither in pairs nor by trainings', () => {
    const singles = games.asSingles()
    expect(singles.cells.map(({ start, end }) => end - start)).toEqual([8, 2])
    expect([...singles.winMatrix().points]).toEqual([...games.winMatrix().points])
  })

  test('turn their teams with their sides', () => {
    const { teams, teamCount } = Games.ofPairs(
      ['b', 'a'],
      [{ ...match('b', 'a', [1, 0]), teams: [4, 1, 1, 4] }],
    )
    expect([...teams]).toEqual([1, 4, 4, 1])
    expect(teamCount).toBe(5)
  })

  const ab = (changes: Partial<Match>): (() => Games) => {
    const plain = match('a', 'b', [1, 0])
    return () => Games.ofPairs(['a', 'b'], [{ ...plain, ...changes }])
  }
  test.each([
    ['contender: got "c", expected one of ["a","b"]', ab({ second: 'c' })],
    ['second: got "a", expected another contender', ab({ second: 'a' })],
    ['seeds: got [0,-1], expected two whole numbers', ab({ seeds: [0, -1] })],
    ['outcomes: got 3 of them, expected pairs', ab({ outcomes: [1, 1, 1] })],
    ['outcomes: got 0 of them, expected pairs, at least one', ab({ outcomes: [] })],
    ['outcome 1: got 2, expected 1, 0.5 or 0', ab({ outcomes: [1, 2] })],
    ['outcome 0: got NaN, expected 1, 0.5 or 0', ab({ outcomes: [NaN, 0] })],
    ['teams: got 2 of them, expected 4, two for each game', ab({ teams: [0, 0] })],
    ['team 3: got 0.5, expected a whole number from 0 to 65535', ab({ teams: [0, 0, 0, 0.5] })],
    ['got ["a"], expected at least two distinct names', () => Games.ofSingles(['a'], [])],
  ])('refusal: %s', (message, make) => {
    expect(make).toThrow(message)
  })
})

describe('resamples', () => {
  const trainings = [0, 1, 2, 3]
  const pairs = (first: string, second: string, seeds: [number, number]): Match =>
    match(first, second, [1, 0, 1, 1], seeds)

  test('trainings that meet by number are drawn once for all contenders', () => {
    const matches = trainings.flatMap((k) => [
      pairs('a', 'b', [k, k]),
      pairs('a', 'script', [k, 0]),
      pairs('b', 'script', [k, 0]),
    ])
    const games = Games.ofPairs(['a', 'b', 'script'], matches)
    const resampler = new GameResampler(games, Seed.from(1))
    for (let b = 0; b < 50; b++) {
      const weights = resampler.next()
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(games.units)
      const copies = games.cells.map(
        ({ start, end }) => weights.subarray(start, end).reduce((p, q) => p + q, 0) / 2,
      )
      for (let cell = 0; cell < copies.length; cell += 3) {
        expect(copies.slice(cell, cell + 3)).toEqual([copies[cell], copies[cell], copies[cell]])
      }
    }
  })

  test('trainings that meet across are drawn for each contender, and cells count their product', () => {
    const matches = trainings.flatMap((k) => trainings.map((l) => pairs('a', 'b', [k, l])))
    const games = Games.ofPairs(['a', 'b'], matches)
    const resampler = new GameResampler(games, Seed.from(1))
    for (let b = 0; b < 50; b++) {
      const weights = resampler.next()
      const copies = games.cells.map(
        ({ start, end }) => weights.subarray(start, end).reduce((p, q) => p + q, 0) / 2,
      )
      // The table of copies has rank one: its entries are products of its margins.
      const row = trainings.map((k) => trainings.reduce((sum, l) => sum + copies[4 * k + l], 0) / 4)
      const column = trainings.map((l) => trainings.reduce((sum, k) => sum + copies[4 * k + l], 0) / 4)
      copies.forEach((copy, cell) => expect(copy).toBe(row[Math.floor(cell / 4)] * column[cell % 4]))
    }
  })

  test('one training of everyone leaves the number of games of each cell as it is', () => {
    const games = Games.ofPairs(['a', 'b', 'c'], [pairs('a', 'b', [0, 0]), pairs('b', 'c', [0, 0])])
    const resampler = new GameResampler(games, Seed.from(1))
    for (let b = 0; b < 20; b++) {
      const weights = resampler.next()
      expect([weights[0] + weights[1], weights[2] + weights[3]]).toEqual([2, 2])
    }
  })

  test('trainings that cannot be kept together are refused', () => {
    // Twelve contenders of twelve trainings, each two of whom met at one of them alone.
    const all = Array.from({ length: 12 }, (_, i) => i)
    const matches = all.flatMap((i) =>
      all.filter((j) => j > i).map((j) => pairs(`c${i}`, `c${j}`, [(i + j) % 12, (i * j + 1) % 12])),
    )
    const games = Games.ofPairs(
      all.map((i) => `c${i}`),
      matches,
    )
    expect(() => new GameResampler(games, Seed.from(1)).next()).toThrow(
      '1000 draws of trainings left contenders without games',
    )
  })
})

const contenders = ['d', 'a', 'c', 'b']
const anyMatches = fc
  .array(fc.array(outcome, { minLength: 8, maxLength: 8 }), { minLength: 12, maxLength: 12 })
  .map((tables) =>
    tables.map((outcomes, k): Match => {
      const [i, j] = [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
        [2, 3],
      ][k % 6]
      return match(contenders[i], contenders[j], outcomes, k < 6 ? [0, 0] : [1, 1])
    }),
  )

describe('intervals', () => {
  const options = { replicates: 60 }

  test('repeat to the bit, whoever is named first and in whatever order', () => {
    fc.assert(
      fc.property(anyMatches, (matches) => {
        const plain = eloRatings(Games.ofPairs(contenders, matches), options)
        expect(eloRatings(Games.ofPairs(contenders, matches), options)).toEqual(plain)
        const turned = matches.map(({ first, second, outcomes, ...rest }): Match => ({
          ...rest,
          first: second,
          second: first,
          outcomes: Array.from(outcomes, (y) => 1 - y),
        }))
        const order = [2, 0, 3, 1]
        const mixed = eloRatings(
          Games.ofPairs(
            order.map((i) => contenders[i]),
            turned.reverse(),
          ),
          options,
        )
        order.forEach((from, to) => {
          expect(mixed[to].value).toBeCloseTo(plain[from].value, 5)
          expect(mixed[to].interval.low).toBeCloseTo(plain[from].interval.low, 5)
          expect(mixed[to].interval.high).toBeCloseTo(plain[from].interval.high, 5)
        })
      }),
      { numRuns: 20 },
    )
  })

  test('mirror where wins become losses', () => {
    fc.assert(
      fc.property(anyMatches, (matches) => {
        const plain = eloRatings(Games.ofPairs(contenders, matches), options)
        const lost = matches.map((one): Match => ({
          ...one,
          outcomes: Array.from(one.outcomes, (y) => 1 - y),
        }))
        eloRatings(Games.ofPairs(contenders, lost), options).forEach(({ value, interval }, i) => {
          expect(value).toBeCloseTo(-plain[i].value, 5)
          expect(interval.low).toBeCloseTo(-plain[i].interval.high, 5)
        })
      }),
      { numRuns: 20 },
    )
  })

  test('of pairs in which sides decide are points, where those of single games are wide', () => {
    // Who moves first wins: every pair is a draw, every game is not.
    const games = Games.ofPairs(
      ['a', 'b'],
      [
        match(
          'a',
          'b',
          Array.from({ length: 200 }, (_, k) => 1 - (k % 2)),
        ),
      ],
    )
    const rates = (sample: Games, weights: ArrayLike<number>) => meanWinRates(sample.winMatrix(weights))
    const [paired] = gameIntervals(games, rates)
    expect([paired.value, paired.interval.low, paired.interval.high]).toEqual([0.5, 0.5, 0.5])
    expect(paired.interval.method).toBe('bootstrap by trainings, percentile, 2000 replicates')
    const [single] = gameIntervals(games, rates, { by: 'games' })
    expect(single.interval.high - single.interval.low).toBeGreaterThan(0.12)
    expect(single.interval.method).toBe('bootstrap by games, percentile, 2000 replicates')
  })

  test('of exploitability: the best answer among those that met, above a half', () => {
    const games = Games.ofPairs(
      ['frozen', 'trained', 'search'],
      [match('trained', 'frozen', [1, 1, 1, 0, 1, 0, 1, 1]), match('search', 'frozen', [0, 0, 1, 0])],
    )
    const [frozen, trained] = exploitability(games, { replicates: 500 })
    expect(frozen.value).toBe(0.25)
    expect(frozen.interval.low).toBeGreaterThanOrEqual(0)
    expect(frozen.interval.high).toBe(0.5)
    expect(trained.value).toBe(-0.25)
  })
})

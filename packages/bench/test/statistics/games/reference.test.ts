/**
 * Every row of the reference leaderboard, from VGC-Bench's published win rates alone. Its ratings have no pseudo-wins;
 * its intervals are those of a bootstrap of single games within each pair of agents, of few replicates.
 */
import { describe, expect, test } from 'vitest'
import {
  Games,
  alphaRank,
  bestResponses,
  bradleyTerry,
  gameIntervals,
  meanWinRates,
  nashAveraging,
} from '../../../src/statistics/index.ts'
import { crossplayOf, readRows } from './vgc-bench.ts'

const reference = readRows('leaderboard_reference')
const names = [...new Set(reference.map((row) => row.matrix))]

/** Of all ends of intervals, the distance to the reference's in standard errors of the rating. */
const distances: number[] = []
let ourWidths = 0
let theirWidths = 0

describe.each(names)('%s', (name) => {
  const rows = reference.filter((row) => row.matrix === name)
  const { agents, matches } = crossplayOf(name)
  const games = Games.ofSingles(agents, matches)
  const matrix = games.winMatrix()
  const column = (key: string): number[] => rows.map((row) => Number(row[key]))

  const same = (values: ArrayLike<number>, key: string, digits: number): void => {
    const expected = column(key)
    expect(values).toHaveLength(expected.length)
    // Half a unit of the last digit told, and what a rounding of theirs to even may add.
    expected.forEach((value, i) => {
      expect(Math.abs(values[i] - value), `${agents[i]} ${key}`).toBeLessThan(0.5001 / 10 ** digits)
    })
  }

  test('agents are those of the reference', () => {
    expect(agents).toEqual(rows.map((row) => row.agent))
  })

  test('mean win rates', () => same(meanWinRates(matrix), 'mean_win_rate', 4))

  test('Bradley-Terry ratings', () => same(bradleyTerry(matrix, { pseudoWins: 0 }), 'bt_elo', 1))

  test('alpha-rank', () => same(alphaRank(matrix), 'alpharank_inf_eps0.01', 4))

  test('Nash averaging', () => {
    const { weights, skills } = nashAveraging(matrix)
    same(weights, 'nash_weight', 4)
    same(skills, 'nash_avg_skill_logit', 4)
  })

  test('best responses', () => {
    const responses = bestResponses(matrix)
    same(
      responses.map(({ rate }) => rate),
      'br_win_rate',
      4,
    )
    expect(responses.map(({ responder }) => agents[responder])).toEqual(
      rows.map((row) => row.best_response_in_population),
    )
  })

  test('intervals of ratings, by single games', () => {
    const start = bradleyTerry(matrix, { pseudoWins: 0 })
    const estimates = gameIntervals(
      games,
      (sample, weights) => bradleyTerry(sample.winMatrix(weights), { pseudoWins: 0, start }),
      { by: 'games', replicates: 400 },
    )
    const [low, high] = [column('bt_lo95'), column('bt_hi95')]
    estimates.forEach(({ interval }, i) => {
      const error = (interval.high - interval.low) / (2 * 1.96)
      distances.push((interval.low - low[i]) / error, (interval.high - high[i]) / error)
      ourWidths += interval.high - interval.low
      theirWidths += high[i] - low[i]
    })
  })
})

test('intervals differ from the reference by no more than one of some sixty resamples does', () => {
  expect(distances).toHaveLength(2 * reference.length)
  // The interpolated end of 60 normal replicates is at 1.82 standard errors, not 1.96, with an error of its own of 0.35;
  // of 400, at 1.94 and 0.13. So 0.4 is expected, and of 176 ends none beyond 3.5 times 0.375.
  const squares = distances.reduce((sum, distance) => sum + distance * distance, 0)
  expect(Math.sqrt(squares / distances.length)).toBeLessThan(0.5)
  expect(Math.max(...distances.map(Math.abs))).toBeLessThan(1.3)
  expect(Math.abs(ourWidths / theirWidths - 1)).toBeLessThan(0.1)
})

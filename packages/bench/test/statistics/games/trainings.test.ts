/** How often intervals contain the truth, and what VGC-Bench's five training runs add to their width. */
import { Seed, exp } from '@gauntlet/core'
import { expect, test } from 'vitest'
import {
  Games,
  type Match,
  bradleyTerry,
  eloRatings,
  gameIntervals,
  meanWinRates,
} from '../../../src/statistics/index.ts'
import { outcomesOf, readRows } from './vgc-bench.ts'

/** Five contenders' true logits, and how far their trainings scatter around them. */
const SKILLS = [1, 0.5, 0, -0.5, -1]
const SPREAD = 0.4

/** Each two, each training with that of its number, so many pairs of games that share a draw of luck. */
function simulated(seed: Seed, trainings: number, pairs: number): Games {
  const stream = seed.stream()
  const names = SKILLS.map((_, i) => `c${i}`)
  const skills = SKILLS.map((skill) =>
    Array.from({ length: trainings }, () => skill + SPREAD * stream.normal()),
  )
  const matches: Match[] = []
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < trainings; k++) {
        const outcomes = Array.from({ length: pairs }, () => 0.5 * stream.normal()).flatMap((luck) =>
          // The side that the instance favours is each contender's once.
          [luck, -luck].map((side) =>
            Number(stream.bernoulli(1 / (1 + exp(skills[j][k] - skills[i][k] - side)))),
          ),
        )
        matches.push({ first: names[i], second: names[j], seeds: [k, k], outcomes })
      }
    }
  }
  return Games.ofPairs(names, matches)
}

const REPETITIONS = 60

/** Scattered skills and sides pull ratings together a little: the truth is what very many trainings give. */
const truth = bradleyTerry(simulated(Seed.from(3), 1000, 10).winMatrix())

test.each([
  // 91, 94 and 69 % of 200 repetitions; of 60, three standard errors are some 8 points.
  ['trainings', 5, 0.81, 0.97],
  ['trainings', 10, 0.86, 0.995],
  ['games', 10, 0.55, 0.83],
] as const)(
  'intervals by %s of %i trainings contain the truth in %f to %f of cases',
  (by, trainings, least, most) => {
    let covered = 0
    for (let r = 0; r < REPETITIONS; r++) {
      const estimates = eloRatings(simulated(Seed.from(4).fold(r), trainings, 10), { by, replicates: 200 })
      estimates.forEach(({ interval }, i) => {
        if (interval.low <= truth[i] && truth[i] <= interval.high) covered++
      })
    }
    const rate = covered / (REPETITIONS * SKILLS.length)
    expect(rate).toBeGreaterThan(least)
    expect(rate).toBeLessThan(most)
  },
)

test('the runs of VGC-Bench widen intervals, most with one training team', () => {
  const rows = readRows('vgcbench_v3_per_run_decoded')
  const widening = ['1', '64'].map((teams) => {
    const own = rows.filter((row) => row.team_set === teams)
    const agents = [...new Set(own.map((row) => row.row_agent))]
    const matches = own
      .filter((row) => agents.indexOf(row.row_agent) < agents.indexOf(row.col_agent))
      .map((row): Match => ({
        first: row.row_agent,
        second: row.col_agent,
        seeds: [Number(row.run), Number(row.run)],
        outcomes: outcomesOf(Number(row.row_win_rate_decoded), Number(row.n_battles)),
      }))
    const games = Games.ofSingles(agents, matches)
    const rates = (sample: Games, weights: ArrayLike<number>) => meanWinRates(sample.winMatrix(weights))
    const [wide, narrow] = (['trainings', 'games'] as const).map((by) =>
      gameIntervals(games, rates, { by, replicates: 200 }).map(
        ({ interval }) => interval.high - interval.low,
      ),
    )
    return wide.reduce((sum, width, i) => sum + width / narrow[i] / wide.length, 0)
  })
  // 5.5 and 2.1 times.
  expect(widening[0]).toBeGreaterThan(4)
  expect(widening[1]).toBeGreaterThan(1.7)
  expect(widening[1]).toBeLessThan(3)
})

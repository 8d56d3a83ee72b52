import { describe, expect, test } from 'vitest'
import { Scores, confidenceInterval, interquartileMean, meanScore } from '../../src/statistics/index.ts'
import { type StoredCell, buildLeaderboards, leaderboardsToHtml } from '../../src/report/index.ts'
import {
  cells,
  failedCell,
  input,
  line,
  ppo,
  pull,
  rule,
  smallMatrix,
  toyAlgorithm,
  toyDescriptor,
  walker,
} from './fixture.ts'

const a2c = toyAlgorithm('a2c', { trains: true })

/** The cells with curves: at each of the steps, a score that grows with the seed's number. */
function trained(list: readonly StoredCell[], steps: readonly number[]): StoredCell[] {
  return list.map(({ result, provenance }, seed) => ({
    result: {
      ...result,
      curve: steps.map((step) => ({ steps: step, metrics: { score: seed + step / 100, loss: 1 } })),
    },
    provenance,
  }))
}

interface Drawn {
  readonly series: readonly { readonly seeds: string; readonly low: unknown[]; readonly high: unknown[] }[]
}

/** What the page's script draws. */
function figuresOf(page: string): Drawn[] {
  const json = /id="figures">([^<]*)</.exec(page)?.[1] ?? ''
  return (JSON.parse(json) as { figures: Drawn[] }).figures
}

describe('intervals', () => {
  test('of a setting are those of its seeds; the normalised one is the raw one rescaled', () => {
    const scores = [4, 7, 5, 9, 6]
    const [row] = buildLeaderboards(input(cells(line, 'easy', rule, scores))).settings[0].rows
    expect(row.score?.interval).toEqual(
      confidenceInterval(Scores.ofTasks({ 'toy/line:easy': scores }), meanScore),
    )
    expect(row.normalised?.interval?.low).toBeCloseTo((row.score?.interval?.low ?? NaN) / 10, 12)
    expect(row.score?.interval?.method).toBe('stratified bootstrap, percentile, 2000 replicates')
  })

  test('overall are of settings by seeds, a failed seed counting as the random policy', () => {
    const boards = buildLeaderboards(smallMatrix())
    const ppoRow = boards.overall.rows[0]
    const scores = Scores.ofTasks({
      'game/pull:k2': [0.8, 0.8, 1, 0.6, 0.8],
      'toy/line:easy': [0.5, 0.6, 0.7, 0.5, 0.6],
      'toy/line:hard': [0.5, 0.5, 0.5, 0, 0],
    })
    expect(ppoRow.interquartileMean).toEqual({
      value: interquartileMean(scores),
      interval: confidenceInterval(scores, interquartileMean),
    })
    expect(ppoRow.normalised.interval).toEqual(confidenceInterval(scores, meanScore))
    expect(ppoRow.optimalityGap.value).toBeCloseTo(1 - ppoRow.normalised.mean, 12)
  })

  test('are left out where a setting has a single seed', () => {
    const single = [...cells(line, 'easy', rule, [4]), ...cells(line, 'hard', rule, [4, 3])]
    const { settings, overall } = buildLeaderboards(input(single))
    expect(settings.map(({ rows }) => rows[0].score?.interval === null)).toEqual([true, false])
    expect(overall.rows[0].normalised.interval).toBeNull()
  })
})

describe('differences to the best', () => {
  test('are taken seed by seed, over those that both finished', () => {
    const hard = [0, 4, 8, 2, 6]
    const from = input([
      ...cells(
        line,
        'easy',
        walker,
        hard.map((score) => score + 1),
      ),
      ...cells(line, 'easy', rule, hard.slice(0, 4)),
    ])
    const [best, other] = buildLeaderboards(from).settings[0].rows
    expect(best).toMatchObject({ name: 'toy/walker', difference: null })
    // What is hard for both cancels: every difference is one, though the scores are far apart.
    expect(other.difference).toMatchObject({
      to: 'toy/walker',
      seeds: 4,
      mean: -1,
      interval: { low: -1, high: -1 },
    })
  })
})

describe('figures', () => {
  const list = [
    ...trained(cells(line, 'easy', ppo, [5, 6, 7]), [100, 500, 1000]),
    ...cells(line, 'easy', rule, [1, 1, 2]),
    ...cells(pull, 'k2', rule, [8, 7, 8]),
  ]

  test('a learning curve is the mean over seeds where all of them logged, on hundredths of the budget', () => {
    const rows = buildLeaderboards(input(list)).settings.find(({ name }) => name === 'toy/line:easy')?.rows
    expect(rows?.map(({ name, curve }) => [name, curve?.seeds])).toEqual([
      ['ppo', 3],
      ['rule', undefined],
    ])
    const curve = rows?.[0].curve
    expect(curve?.steps).toHaveLength(91)
    expect([curve?.steps[0], curve?.mean[0]]).toEqual([100, 2])
    expect([curve?.steps.at(-1), curve?.mean.at(-1)]).toEqual([1000, 11])
    expect(curve?.low[0]).toBe(1)
    expect(curve?.high[0]).toBe(3)
  })

  test('the course of runs is the mean over seeds, in the steps of an episode', () => {
    const told = list.map((cell) => {
      const { descriptor, score } = cell.result
      if (descriptor.algorithm.id !== 'rule') return cell
      const course = [10, 20].map((steps) => ({ steps, score: (score * steps) / 20 }))
      return { ...cell, result: { ...cell.result, course } }
    })
    const boards = buildLeaderboards(input(told))
    const rows = boards.settings.find(({ name }) => name === 'toy/line:easy')!.rows
    const { course } = rows.find(({ name }) => name === 'rule')!
    expect(rows.find(({ name }) => name === 'ppo')!.course).toBeNull()
    expect([course?.seeds, course?.steps[0], course?.steps.at(-1)]).toEqual([3, 10, 20])
    expect([course?.mean[0], course?.mean.at(-1)]).toEqual([2 / 3, 4 / 3])
    expect(leaderboardsToHtml(boards)).toContain('toy/line:easy: return in the course of a run.')
  })

  test('contenders are compared in pairs on what both ran', () => {
    const { overall } = buildLeaderboards(input(list))
    expect(overall.comparison?.profiles.map(({ name }) => name)).toEqual(overall.rows.map(({ name }) => name))
    const [improvement] = overall.comparison?.improvements ?? []
    expect(improvement).toMatchObject({ settings: 1, interval: { level: 0.95 } })
    expect([improvement.probability, improvement.name]).toEqual([1, 'ppo'])
  })

  test('rows that are not comparable are in no profile and no pair, those of few settings are', () => {
    const small = cells(line, 'easy', ppo, [9, 9], { budget: 77, configuration: { rate: 0.1 } })
    const { overall } = buildLeaderboards(input([...list, ...small]))
    expect(overall.rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['ppo', null],
      ['ppo (rate=0.1)', null],
      ['rule', null],
    ])
    expect(overall.comparison?.profiles.map(({ name }) => name)).toEqual(['ppo', 'rule'])
    expect(overall.comparison?.improvements).toHaveLength(1)
  })

  test('n stands beside every line and every row of the page, with what failed', () => {
    const failed = [failedCell(toyDescriptor(line, 'easy', ppo, { seed: 3 }), 'threw', 'x')]
    const page = leaderboardsToHtml(buildLeaderboards(input(list, { failed })))
    const seeds = figuresOf(page).map(({ series }) => series.map((one) => one.seeds))
    expect(seeds[0]).toEqual(['n = 3*', 'n = 3*'])
    expect(seeds).toContainEqual(['n = 3*, 1 failed'])
    expect(page).toContain('ppo<span class="sub">n = 3*</span></th>')
    expect(page).toContain('title="ppo">1<span class="sub">n = 3*</span></th>')
  })

  test('a single seed has no band', () => {
    const single = [
      ...trained(cells(line, 'easy', ppo, [5]), [100, 1000]),
      ...trained(cells(line, 'easy', a2c, [5, 6]), [100, 1000]),
    ]
    const definitions = { environments: [line], algorithms: [ppo, a2c] }
    const figures = figuresOf(leaderboardsToHtml(buildLeaderboards(input(single, { definitions }))))
    const drawn = figures.map(({ series }) =>
      series.map(({ seeds, low, high }) => [seeds, [...low, ...high].some((value) => value !== null)]),
    )
    const [profiles, curves] = drawn
    expect(profiles.toSorted()).toEqual([
      ['n = 1*', false],
      ['n = 2*', true],
    ])
    expect(curves.toSorted()).toEqual(profiles.toSorted())
  })

  test('are left out where they are not asked for, and change no other number', () => {
    const plain = buildLeaderboards({ ...input(list), figures: false })
    const full = buildLeaderboards(input(list))
    expect(plain.overall).toEqual({ ...full.overall, comparison: null })
    expect(plain.settings.flatMap(({ rows }) => rows.map(({ curve }) => curve))).toEqual([null, null, null])
  })
})

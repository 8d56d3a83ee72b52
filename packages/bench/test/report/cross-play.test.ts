/** Cross-play on the boards of games. */
import { type AlgorithmDefinition, digestOf } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { MATCH_PROTOCOL } from '../../src/matches.ts'
import type { FailedMatch, MatchDescriptor, MatchResult } from '../../src/records.ts'
import {
  type LeaderboardInput,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import plugin from '../plugins/game.ts'
import { cell, cells, failedCell, input, line, ppo, rule, toyDescriptor, walker } from './fixture.ts'
import { parseCsv } from './parse-csv.ts'
import { parseHtml, textOf } from './parse-html.ts'

const [nim] = plugin.environments
const SEEDS = [0, 1, 2, 3, 4]

/** What the first scores in 8 games, `won` of them won and one drawn. */
function outcomesOf(won: number): number[] {
  return Array.from({ length: 8 }, (_, j) => (j < won ? 1 : j === won ? 0.5 : 0))
}

function match(
  first: AlgorithmDefinition,
  second: AlgorithmDefinition,
  seed: number,
  won: number,
): MatchResult {
  const [one, other] = [first, second].map((algorithm) => toyDescriptor(nim, 'main', algorithm, { seed }))
  const turned = digestOf(other) < digestOf(one)
  const descriptor: MatchDescriptor = {
    players: turned ? [other, one] : [one, other],
    games: 8,
    matchProtocol: MATCH_PROTOCOL,
  }
  const outcomes = outcomesOf(won).map((outcome) => (turned ? 1 - outcome : outcome))
  const body = {
    format: 'gauntlet-match' as const,
    formatVersion: 1 as const,
    key: digestOf(descriptor),
    descriptor,
    policies: [null, null] as const,
    outcomes,
    truncated: outcomes.map((outcome) => (outcome === 0.5 ? 1 : 0)),
    lengths: outcomes.map(() => 5),
  }
  return { ...body, digest: digestOf(body) }
}

/** Three contenders, one of whom trains; every two meet under each seed. */
function gameMatrix(change: Partial<LeaderboardInput> = {}): LeaderboardInput {
  const scores = (score: number): number[] => SEEDS.map((seed) => score + seed / 100)
  return input(
    [
      ...cells(nim, 'main', rule, scores(0.5)),
      ...cells(nim, 'main', walker, scores(0.7)),
      ...cells(nim, 'main', ppo, scores(0.8)),
    ],
    {
      definitions: { environments: [nim, line], algorithms: [rule, walker, ppo] },
      matches: SEEDS.flatMap((seed) => [
        match(walker, rule, seed, 5 + (seed % 2)),
        match(ppo, rule, seed, 6),
        match(ppo, walker, seed, seed),
      ]),
      replicates: 200,
      ...change,
    },
  )
}

const boardOf = (matrix: LeaderboardInput) => buildLeaderboards(matrix).settings[0]

describe('cross-play', () => {
  it('is told in every format', async () => {
    const leaderboards = buildLeaderboards(gameMatrix())
    await expect(leaderboardsToText(leaderboards)).toMatchFileSnapshot('golden/game.txt')
    await expect(leaderboardsToText(leaderboards, { width: 60 })).toMatchFileSnapshot(
      'golden/game-narrow.txt',
    )
    await expect(leaderboardsToMarkdown(leaderboards)).toMatchFileSnapshot('golden/game.md')
    await expect(leaderboardsToLatex(leaderboards)).toMatchFileSnapshot('golden/game.tex')
    const page = textOf(parseHtml(leaderboardsToHtml(leaderboards)))
    expect(page).toContain('Bradley-Terry ratings on the scale of Elo')
    expect(page).toContain('how often the row wins against the column')
  })

  it('has a row for each contender and for each two in the CSV file', () => {
    const rows = parseCsv(leaderboardsToCsv(buildLeaderboards(gameMatrix())))
    const [header, ...lines] = rows
    const column = (name: string) => header.indexOf(name)
    const ratings = lines.filter((row) => row[column('scope')] === 'cross-play')
    expect(ratings.map((row) => row[column('algorithm')])).toHaveLength(3)
    expect(ratings.map((row) => Number(row[column('rank')]))).toEqual([1, 2, 3])
    const pairs = lines.filter((row) => row[column('scope')] === 'match')
    expect(pairs).toHaveLength(6)
    const [pair] = pairs.filter(
      (row) => row[column('algorithm')] === 'ppo' && row[column('opponent')] === 'rule',
    )
    expect(Number(pair[column('games')])).toBe(40)
    expect(Number(pair[column('win_rate')])).toBeCloseTo(6.5 / 8, 12)
  })

  it('counts games by seed, draws as halves, and rates around a mean of 0', () => {
    const { crossPlay } = boardOf(gameMatrix())
    const pairs = new Map(crossPlay!.pairs.map((pair) => [`${pair.name} ${pair.over}`, pair]))
    expect(pairs.get('ppo rule')).toMatchObject({ games: 40, winRate: 6.5 / 8, draws: 5, truncated: 5 })
    expect(pairs.get('rule ppo')!.winRate).toBeCloseTo(1.5 / 8, 12)
    expect(pairs.get('ppo toy/walker')!.winRate).toBeCloseTo(2.5 / 8, 12)
    const ratings = crossPlay!.rows.map(({ rating }) => rating!.value)
    expect(ratings.reduce((sum, rating) => sum + rating, 0)).toBeCloseTo(0, 9)
    expect(ratings).toEqual(ratings.toSorted((p, q) => q - p))
    for (const { rating, winRate, bestResponse } of crossPlay!.rows) {
      expect(rating!.interval!.low).toBeLessThanOrEqual(rating!.value)
      expect(winRate.interval!.high).toBeGreaterThanOrEqual(winRate.value)
      expect(bestResponse.winRate.value).toBeGreaterThan(0)
    }
    expect(crossPlay!.notices).toEqual(['15 of 120 games were cut off, and count by their returns so far'])
  })

  it('rates beside with teams apart, where every match says what was dealt and teams differ', async () => {
    const { matches = [], ...rest } = gameMatrix()
    type Deal = (one: MatchResult, j: number, k: number) => readonly [number, number]
    const dealing = (deal: Deal) =>
      matches.map((one, k) => ({ ...one, dealt: one.outcomes.map((_, j) => deal(one, j, k)) }))
    // The rule always has the team with which the others, who exchange theirs, mostly lose.
    const dealt = dealing(({ descriptor, outcomes }, j) => {
      const [first, second] = descriptor.players.map(({ algorithm }) => algorithm.id === 'rule')
      const better = first || second ? second : outcomes[j] > 0.5 === j % 4 > 0
      return better ? [900, 7] : [7, 900]
    })
    const leaderboards = buildLeaderboards({ ...rest, matches: dealt })
    const { crossPlay } = leaderboards.settings[0]
    const plain = boardOf(gameMatrix()).crossPlay!
    expect(crossPlay!.rows.map(({ name, rating }) => ({ name, rating }))).toEqual(
      plain.rows.map(({ name, rating }) => ({ name, rating })),
    )
    const apart = crossPlay!.rows.map(({ ratingTeamsApart }) => ratingTeamsApart!)
    expect(apart.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(0, 6)
    expect(crossPlay!.rows[2].name).toBe('rule')
    expect(apart[2].value).toBeGreaterThan(plain.rows[2].rating!.value + 20)
    for (const { value, interval } of apart) expect(interval!.low).toBeLessThan(value)
    await expect(leaderboardsToText(leaderboards)).toMatchFileSnapshot('golden/game-teams.txt')
    for (const write of [leaderboardsToMarkdown, leaderboardsToLatex, leaderboardsToHtml]) {
      expect(write(leaderboards)).toContain('rating, teams apart')
      expect(write(leaderboards)).toContain('each of 2 teams')
    }
    const [header, ...lines] = parseCsv(leaderboardsToCsv(leaderboards))
    const told = lines.map((row) => row[header.indexOf('rating_teams_apart')])
    expect(told.filter((value) => value !== '').map(Number)).toEqual(apart.map(({ value }) => value))

    const none = [[dealt[0], ...matches.slice(1)], dealing(() => [3, 3])]
    for (const some of none) {
      const board = boardOf({ ...rest, matches: some }).crossPlay!
      expect(board.rows.every(({ ratingTeamsApart }) => ratingTeamsApart === null)).toBe(true)
    }
    const many = dealing((_, j, k) => [16 * k + j, 16 * k + j + 8])
    expect(boardOf({ ...rest, matches: many }).crossPlay!.notices).toContain(
      'rating, teams apart: got 240 teams, expected at most 64',
    )
  })

  it('does not depend on the order of matches', () => {
    const { matches = [], ...rest } = gameMatrix()
    expect(boardOf({ ...rest, matches: matches.toReversed() }).crossPlay).toEqual(
      boardOf(gameMatrix()).crossPlay,
    )
  })

  it('says which matches failed or were not played, and rates by those that were', () => {
    const { matches = [], ...rest } = gameMatrix()
    const between = ({ descriptor }: MatchResult, one: string, other: string): boolean => {
      const ids = descriptor.players.map(({ algorithm }) => algorithm.id)
      return ids.includes(one) && ids.includes(other)
    }
    const kept = matches.filter((one) => !between(one, 'ppo', 'rule'))
    const [lost] = matches.filter((one) => between(one, 'ppo', 'rule'))
    const failed: FailedMatch = {
      format: 'gauntlet-failed-match',
      formatVersion: 1,
      key: lost.key,
      descriptor: lost.descriptor,
      reason: 'threw',
      message: 'Error: <b>no</b>\n  at play',
      failedAt: '2025-01-02T03:04:06.000Z',
    }
    const leaderboards = buildLeaderboards({ ...rest, matches: kept, failedMatches: [failed] })
    const { crossPlay } = leaderboards.settings[0]
    const text = crossPlay!.notices.join('\n')
    expect(text).toMatch(
      /the match of (ppo and rule|rule and ppo), seed 0, failed \(threw\): Error: <b>no<\/b>$/m,
    )
    expect(text).toContain('4 matches not played yet')
    expect(text).toContain('Nash averaging')
    expect(crossPlay!.rows.every(({ rating, nash }) => rating !== null && nash === null)).toBe(true)
    expect(textOf(parseHtml(leaderboardsToHtml(leaderboards)))).toContain('Error: <b>no</b>')
  })

  it('leaves out matches by other rules, or of contenders that have no row', () => {
    const { matches = [], ...rest } = gameMatrix()
    const older = matches.map((one) => ({ ...one, descriptor: { ...one.descriptor, matchProtocol: 0 } }))
    expect(boardOf({ ...rest, matches: older }).crossPlay).toBeNull()
    const strangers = { ...rest, definitions: { ...rest.definitions, algorithms: [rule] }, matches }
    expect(boardOf(strangers).crossPlay).toBeNull()
  })

  it('tells what responses take, of the one that wins most often, and gives them no row', () => {
    const matrix = gameMatrix()
    const response = (by: AlgorithmDefinition, to: AlgorithmDefinition, score: number, budget: number) =>
      SEEDS.map((seed) => {
        const against = toyDescriptor(nim, 'main', to, { seed })
        const own = toyDescriptor(nim, 'main', by, { seed, budget })
        return cell({ ...own, against }, score + seed / 100)
      })
    const responses = [
      ...response(ppo, rule, 0.8, 1000),
      ...response(walker, rule, 0.6, 0),
      ...response(ppo, walker, 0.4, 9),
    ]
    const failed = failedCell(
      { ...toyDescriptor(nim, 'main', walker), against: toyDescriptor(nim, 'main', walker) },
      'threw',
      'no way',
    )
    const { settings, failures } = buildLeaderboards({
      ...matrix,
      cells: [...matrix.cells, ...responses],
      failed: [failed],
    })
    const [{ rows, crossPlay }] = settings
    expect(rows.map(({ name, finished }) => `${name} ${finished}`).sort()).toEqual([
      'ppo 5',
      'rule 5',
      'toy/walker 5',
    ])
    expect(failures).toEqual([])
    const taken = new Map(crossPlay!.rows.map(({ name, exploitability }) => [name, exploitability]))
    expect(taken.get('rule')).toMatchObject({ by: 'ppo', seeds: 5 })
    expect(taken.get('rule')!.value).toBeCloseTo(0.32, 12)
    expect(taken.get('rule')!.interval!.low).toBeLessThan(0.32)
    expect(taken.get('toy/walker')!.value).toBeCloseTo(-0.08, 12)
    expect(taken.get('ppo')).toBeNull()
    expect(crossPlay!.notices).toContain(
      'the response of toy/walker to toy/walker, seed 0, failed (threw): no way',
    )
    expect(
      leaderboardsToText(buildLeaderboards({ ...matrix, cells: [...matrix.cells, ...responses] })),
    ).toContain('exploitability')
  })

  it('is none where there is no game', () => {
    const { crossPlay, evaluation } = boardOf(input(cells(line, 'easy', rule, [1, 2])))
    expect(crossPlay).toBeNull()
    expect(evaluation.opponents).toBeNull()
  })
})

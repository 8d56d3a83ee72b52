import { expect, test } from 'vitest'
import {
  CSV_COLUMNS,
  type LeaderboardInput,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import { cells, input, line, ppo, pull, rule, toyAlgorithm } from './fixture.ts'
import { parseCsv } from './parse-csv.ts'

const seer = toyAlgorithm('toy/seer', { oracle: true })
const rivals = [
  ...cells(line, 'easy', rule, [1, 2, 3]),
  ...cells(line, 'easy', ppo, [5, 6, 7]),
  ...cells(pull, 'k2', rule, [8, 7, 6]),
  ...cells(pull, 'k2', ppo, [5, 4, 3]),
]
const oracles = [...cells(line, 'easy', seer, [20, 21, 22]), ...cells(pull, 'k2', seer, [0, 0, 0])]
const definitions = { environments: [line, pull], algorithms: [rule, ppo, seer] }
const from = (finished: LeaderboardInput['cells']): LeaderboardInput => ({ ...input(finished), definitions })
const boards = buildLeaderboards(from([...rivals, ...oracles]))

test('an oracle does not win the board: it stands there without a rank, and nobody is measured by it', () => {
  for (const { rows } of boards.settings) {
    expect(rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['ppo', 1],
      ['rule', 2],
      ['toy/seer', null],
    ])
    expect(rows.map(({ difference }) => difference?.to)).toEqual([undefined, 'ppo', undefined])
  }
})

test('an oracle is in no overall or domain table, rank, profile or probability of improvement', () => {
  const without = buildLeaderboards(from(rivals))
  expect(boards.overall).toEqual(without.overall)
  expect(boards.domains).toEqual(without.domains)
  expect(boards.overall.rows.map(({ name }) => name)).toEqual(['ppo', 'rule'])
})

test('every format says which row is an oracle', () => {
  const said = /toy\/seer: oracle: acts on what no policy in use could know/
  for (const write of [leaderboardsToText, leaderboardsToMarkdown, leaderboardsToLatex]) {
    expect(write(boards)).toMatch(said)
  }
  expect(leaderboardsToHtml(boards)).toMatch(/toy\/seer<span[^>]*>oracle: acts on/)
  const rows = parseCsv(leaderboardsToCsv(boards))
  const at = (name: (typeof CSV_COLUMNS)[number]): number => CSV_COLUMNS.indexOf(name)
  const own = rows.filter((row) => row[at('algorithm')] === 'toy/seer')
  expect(own.map((row) => [row[at('scope')], row[at('status')], row[at('rank')]])).toEqual([
    ['setting', 'oracle', ''],
    ['setting', 'oracle', ''],
  ])
})

test('a store of nothing but an oracle gives boards, and tables that are empty', () => {
  const alone = buildLeaderboards(from(oracles))
  expect(alone.overall.rows).toEqual([])
  expect(leaderboardsToText(alone)).toContain('toy/seer')
  expect(leaderboardsToHtml(alone)).toContain('toy/seer')
})

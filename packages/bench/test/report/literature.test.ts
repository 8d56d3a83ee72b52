import { expect, test } from 'vitest'
import {
  CSV_COLUMNS,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToJson,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import { cells, input, ppo, rule, toyEnvironment, toySetting } from './fixture.ts'
import { parseCsv } from './parse-csv.ts'

const published = [
  { algorithm: 'PPO_2', score: 8, low: 7.5, high: 8.25, seeds: 3, source: 'Huang et al. 2022, table 4' },
  { algorithm: 'DQN', score: 2, source: 'Mnih et al. 2015' },
]
const line = toyEnvironment('toy/line', {
  settings: { easy: { ...toySetting(5, 0, 10), literature: published } },
})
const from = {
  ...input([...cells(line, 'easy', rule, [1, 2]), ...cells(line, 'easy', ppo, [5, 6])]),
  definitions: { environments: [line], algorithms: [rule, ppo] },
}
const boards = buildLeaderboards(from)

test('published results are shown in every format, with their source', () => {
  const formats = [
    leaderboardsToText(boards),
    leaderboardsToMarkdown(boards),
    leaderboardsToCsv(boards),
    leaderboardsToJson(boards),
    leaderboardsToHtml(boards),
    leaderboardsToLatex(boards),
  ]
  for (const written of formats) {
    expect(written).toMatch(/PPO\\?_2/)
    expect(written).toContain('Huang et al. 2022, table 4')
    expect(written).toMatch(/published|literature/i)
  }
  expect(leaderboardsToText(boards)).toContain(
    'published: PPO_2 8.00 [7.50, 8.25] (normalised 0.800), Huang et al. 2022, table 4',
  )
  expect(leaderboardsToMarkdown(boards)).toContain('| published | score | normalised |')
  const rows = parseCsv(leaderboardsToCsv(boards))
  const status = rows.map((row) => row[CSV_COLUMNS.indexOf('status')])
  expect(status.filter((one) => one === 'published')).toHaveLength(2)
})

test('and are in no rank, mean or figure', () => {
  const [{ rows, literature }] = boards.settings
  expect(rows.map(({ name, rank }) => [name, rank])).toEqual([
    ['ppo', 1],
    ['rule', 2],
  ])
  expect(literature[1]).toEqual({
    algorithm: 'DQN',
    score: 2,
    low: null,
    high: null,
    normalised: 0.2,
    percentFromBest: 80,
    seeds: null,
    source: 'Mnih et al. 2015',
  })
  const without = toyEnvironment('toy/line', { settings: { easy: toySetting(5, 0, 10) } })
  const plain = buildLeaderboards({ ...from, definitions: { ...from.definitions, environments: [without] } })
  expect(plain.overall).toEqual(boards.overall)
})

test('where the random policy scores something, per cent from the best reference stand beside', () => {
  const costly = toyEnvironment('toy/line', {
    settings: { easy: { ...toySetting(5, 20, 10), literature: published } },
  })
  const board = buildLeaderboards({
    ...from,
    definitions: { ...from.definitions, environments: [costly] },
  })
  expect(leaderboardsToText(board)).toContain('published: DQN 2.0 (80.0 % from best, normalised 1.800)')
  expect(leaderboardsToMarkdown(board)).toContain('| published | score | % from best |')
})

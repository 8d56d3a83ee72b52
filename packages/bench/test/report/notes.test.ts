import { describe, expect, test } from 'vitest'
import {
  type Leaderboards,
  type StoredCell,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToJson,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import { cells, failedCell, input, line, ppo, rule, toyAlgorithm, toyDescriptor } from './fixture.ts'

const a2c = toyAlgorithm('a2c', { trains: true })
const definitions = { environments: [line], algorithms: [rule, ppo, a2c] }
const FORMATS = {
  text: leaderboardsToText,
  'text, in short': (boards: Leaderboards) => leaderboardsToText(boards, { detail: 'summary' }),
  markdown: leaderboardsToMarkdown,
  csv: leaderboardsToCsv,
  json: leaderboardsToJson,
  latex: leaderboardsToLatex,
  html: leaderboardsToHtml,
}

function boardsOf(list: readonly StoredCell[]): Leaderboards {
  return buildLeaderboards(input(list, { definitions, replicates: 50 }))
}

function withoutUpdate({ result, provenance }: StoredCell): StoredCell {
  return { result: { ...result, curve: [] }, provenance }
}

describe.each(Object.entries(FORMATS))('%s', (format, write) => {
  test('marks rows of a backend that does not repeat', () => {
    const list = [
      ...cells(line, 'easy', ppo, [5, 6], { backend: 'webgpu' }),
      ...cells(line, 'easy', a2c, [7, 8], { backend: 'webgpu' }),
      ...cells(line, 'hard', a2c, [3, 3]),
    ]
    const written = write(boardsOf(list))
    expect(written).toContain('backend webgpu: not repeatable to the bit')
    expect(written).toContain('on 1 of 2 settings: backend webgpu: not repeatable to the bit')
  })

  test('tells why rows of another budget are unranked', () => {
    const list = [
      ...cells(line, 'easy', ppo, [5, 6], { budget: 512 }),
      ...cells(line, 'easy', a2c, [7, 8], { budget: 5000 }),
    ]
    const short = format === 'text, in short'
    expect(write(boardsOf(list))).toContain(
      short
        ? 'ppo: on 1 of 1 settings not comparable with the others'
        : 'not comparable: trained for 512 steps, the others for 5000',
    )
  })

  test('tells why rows of another backend are unranked', () => {
    const list = [
      ...cells(line, 'easy', ppo, [9, 9], { backend: 'cpu' }),
      ...cells(line, 'easy', a2c, [7, 8]),
      ...cells(line, 'easy', rule, [1, 1]),
    ]
    const boards = boardsOf(list)
    expect(boards.settings[0].backend).toBe('wasm')
    expect(boards.settings[0].rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['a2c', 1],
      ['rule', 2],
      ['ppo', null],
    ])
    const short = format === 'text, in short'
    expect(write(boards)).toContain(
      short
        ? 'ppo: on 1 of 1 settings not comparable with the others'
        : 'not comparable: trained on backend cpu, the others on wasm',
    )
  })

  test('marks rows that no update was logged', () => {
    const notice = 'no update was logged: the budget may be too small'
    const list = cells(line, 'easy', ppo, [5, 6], { budget: 10 })
    const still = cells(line, 'easy', rule, [1, 1])
    expect(write(boardsOf([...list.map(withoutUpdate), ...still]))).toContain(notice)
    expect(write(boardsOf([withoutUpdate(list[0]), list[1], ...still]))).not.toContain(notice)
  })
})

test('a notice of several rows is told once', () => {
  const written = leaderboardsToText(
    boardsOf(
      [ppo, a2c].flatMap((algorithm) => cells(line, 'easy', algorithm, [1, 2], { backend: 'webgpu' })),
    ),
  )
  expect(written).toContain('\na2c, ppo: backend webgpu: not repeatable to the bit\n')
})

test('a row whose cells all failed did not train for no update', () => {
  const failed = [failedCell(toyDescriptor(line, 'easy', ppo), 'threw', 'x')]
  const [board] = buildLeaderboards(input([], { failed, definitions })).settings
  expect(board.rows[0].notices.join()).not.toContain('no update')
})
